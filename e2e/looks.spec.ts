import { expect, lookTest as test } from "./support/fixtures";
import { expectGoodLooks, expectNoSidewaysScroll, textsOverCells } from "./support/looks";
import { pages } from "./support/pages";

test.describe.configure({ timeout: 240_000 }); // every page four times: two widths, two themes

for (const [name, path] of Object.entries(pages)) {
  test(`${name} is accessible on desktop and phone, in light and dark`, { tag: "@slow" }, async ({
    page,
    credentials,
  }) => {
    await expectGoodLooks(page, `/${credentials.workspace}/${path}`, name);
  });
}

test("no page scrolls sideways at 1180 px, and no text of a table leaves its cell", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  await page.setViewportSize({ width: 1180, height: 800 });
  const idOf = async (path: string) => (await api.manage<{ items: { id: string }[] }>("GET", path)).body.items[0]?.id;
  const { body } = await api.manage<{ items: { id: string; name: string }[] }>("GET", "/experiments?limit=100");
  const more = [
    `evaluations/runs/${await idOf("/evaluations?prompt=support%2Ftriage")}`,
    ...body.items.map(({ id }) => `experiments/${id}`),
  ];
  for (const path of [...Object.values(pages), ...more]) {
    await page.goto(`/${credentials.workspace}/${path}`);
    await expect(page.locator('[role="status"][aria-busy="true"]')).toHaveCount(0);
    expect(await textsOverCells(page), path).toEqual([]);
    await expectNoSidewaysScroll(page);
  }
});

test("no text of the releases leaves its cell between a phone and 1180 px", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  for (const width of [830, 1000, 1100]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`/${credentials.workspace}/releases`);
    await expect(page.getByRole("main").getByRole("table")).toBeVisible();
    expect(await textsOverCells(page), `${width} px`).toEqual([]);
    await expectNoSidewaysScroll(page);
  }
});

const suiteViews = {
  suite: "",
  "suite-earlier": "?revision=0",
  "suite-none": "?q=nothing-says-this",
  "suite-import": "/import",
  "suite-history": "/history",
  scorers: "/scorers",
};

for (const [name, view] of Object.entries(suiteViews)) {
  test(`${name} of a suite is accessible on desktop and phone, in light and dark`, { tag: "@slow" }, async ({
    page,
    api,
    credentials,
  }) => {
    const { body } = await api.manage<{ items: { id: string }[] }>("GET", "/suites?prompt=support/reply");
    const path = `/${credentials.workspace}/evaluations/suites/${body.items[0]?.id}`;
    await expectGoodLooks(page, path + view, name);
  });
}

const runs = { blocked: ["support/triage", 5], passes: ["support/reply", 5], alone: ["support/reply", 3] } as const;

test("runs are accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({
  page,
  visitor,
  api,
  credentials,
}) => {
  type Runs = { items: { id: string; version: number; status: string }[] };
  const { body } = await api.manage<Runs>("GET", "/evaluations?limit=100");
  const show = (id: string | undefined, name: string, query = "") =>
    expectGoodLooks(page, `/${credentials.workspace}/evaluations/runs/${id}${query}`, `run-${name}`);
  for (const [name, [prompt, version]] of Object.entries(runs)) {
    const found = await api.manage<Runs>("GET", `/evaluations?prompt=${encodeURIComponent(prompt)}&limit=100`);
    await show(found.body.items.find((one) => one.version === version)?.id, name);
  }
  await show(body.items.find(({ status }) => status === "failed")?.id, "failed");
  const { items } = (await api.manage<Runs>("GET", "/evaluations?prompt=support%2Ftriage&limit=100")).body;
  const id = items.find(({ version }) => version === 5)?.id;
  const cases = await api.manage<{ items: { key: string }[] }>("GET", `/evaluations/${id}/cases`);
  await show(id, "case", `?case=${cases.body.items[0]?.key}`);
  await show(id, "none", "?show=fixed&dimension=format");
  const link = await api.manage<{ id: string; path: string }>("POST", "/share-links", {
    target: "evaluation",
    targetId: id,
  });
  await expectGoodLooks(visitor, link.body.path, "shared-run");
  await api.manage("DELETE", `/share-links/${link.body.id}`);
});

const experiments = {
  "experiment-verdict": ["Cite the product page", ""],
  "experiment-days": ["Cite the product page", "/days"],
  "experiment-plan": ["Cite the product page", "/plan"],
  "experiment-activity": ["Cite the product page", "/activity"],
  "experiment-running": ["Ask one question first", ""],
  "experiment-not-valid": ["Two ideas, not three", "/health"],
  "experiment-bandit": ["Which words calm people", ""],
} as const;

for (const [name, [title, query]] of Object.entries(experiments)) {
  test(`${name} is accessible on desktop and phone, in light and dark`, { tag: "@slow" }, async ({
    page,
    api,
    credentials,
  }) => {
    const { body } = await api.manage<{ items: { id: string; name: string }[] }>("GET", "/experiments?limit=100");
    const found = body.items.find((one) => one.name === title);
    await expectGoodLooks(page, `/${credentials.workspace}/experiments/${found?.id}${query}`, name);
  });
}

test("a shared experiment is accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({
  visitor,
  api,
}) => {
  const { body } = await api.manage<{ items: { id: string; name: string }[] }>("GET", "/experiments?limit=100");
  const targetId = body.items.find((one) => one.name === "Cite the product page")?.id;
  const link = await api.manage<{ path: string }>("POST", "/share-links", { target: "experiment", targetId });
  await expectGoodLooks(visitor, link.body.path, "experiment-shared");
});

test("sign-in is accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({ visitor }) => {
  await expectGoodLooks(visitor, "/sign-in", "sign-in");
});

test("a draft copy and its merge are accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  type Copies = { items: { id: string }[] };
  const { body } = await api.manage<Copies>("GET", "/prompts/support%2Ftriage/drafts?status=open");
  const path = `/${credentials.workspace}/prompts/support/triage/-/copies?copy=${body.items[0]?.id}`;
  await expectGoodLooks(page, path, "copy");
  await expectGoodLooks(page, `${path}&view=merge`, "copy-merge");
});

test("a shared preview is accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({
  visitor,
  api,
}) => {
  const { body } = await api.manage<{ path: string }>("POST", "/prompts/support%2Freply/previews", {});
  await expectGoodLooks(visitor, body.path, "preview");
  await expectGoodLooks(visitor, `${body.path.slice(0, -3)}xyz`, "preview-none");
});

test("an invitation is accessible on desktop and phone, in light and dark", { tag: "@slow" }, async ({
  visitor,
  api,
}) => {
  const email = `looks-${Date.now().toString(36)}@journey.example`;
  const { body } = await api.manage<{ id: string; path: string }>("POST", "/invitations", { email, role: "publisher" });
  await expectGoodLooks(visitor, body.path, "invitation");
  await api.manage("DELETE", `/invitations/${body.id}`);
  await expectGoodLooks(visitor, body.path, "invitation-revoked");
});

for (const name of ["account", "device", "new-workspace"]) {
  test(`${name} is accessible on desktop and phone, in light and dark`, { tag: "@slow" }, async ({ page }) => {
    await expectGoodLooks(page, `/${name}`, name);
  });
}
