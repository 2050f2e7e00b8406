import { expect, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";

// The demo's checkout/assistant: v3 asked for card data, and its guard rolled it back.
const prompt = "checkout/assistant";

test("a product manager sees what got worse, and why", async ({ page, credentials }) => {
  await test.step("the overview describes it in a sentence, and lists it first", async () => {
    await page.goto(`/${credentials.workspace}/quality`);
    await expect(page.getByRole("region", { name: "In short" })).toContainText("rolled back automatically");
    const row = page.getByRole("row", { name: new RegExp(`^${prompt} v2`) });
    await expect(row).toContainText("Went back from v3");
    await expect(row.getByRole("img", { name: /^Good answers, 14 days/ })).toBeVisible();
    await row.getByRole("link", { name: prompt, exact: true }).click();
  });

  await test.step("the prompt's page describes what happened before any number", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(prompt);
    await expect(
      page.getByRole("heading", { level: 2, name: /^v2 is live again\. v3 gave fewer good answers/ }),
    ).toBeVisible();
    await expect(page.getByText(/scored answers.* v2 had 8\d\.\d/)).toBeVisible();
    await expect(page.getByRole("region", { name: "What happened" })).toContainText("v2 live again, automatically");
  });

  await test.step("the chart has a line per version, and a table of the same numbers", async () => {
    // The rollback was two days ago. The page chooses a range that includes it.
    await expect(page.getByRole("figure", { name: /^Good answers, 7 days/ })).toBeVisible();
    await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "7 days" }).click();
    await expect(page).toHaveURL(/range=7d/);
    await expect(page.getByRole("figure", { name: /^Good answers, 7 days: .*v3, / })).toBeVisible();
    await page.getByRole("radio", { name: "Table" }).click();
    await expect(
      page.getByRole("table", { name: "Good answers, 7 days" }).getByRole("cell", { name: "v3" }).first(),
    ).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).click();
    expect((await download).suggestedFilename()).toBe("quality-checkout-assistant-production.csv");
  });

  await test.step("another metric is one click away, and in the URL", async () => {
    await page.getByRole("navigation", { name: "Metric" }).getByRole("link", { name: "Tasks finished" }).click();
    await expect(page).toHaveURL(/metric=completion/);
    await expect(page.getByRole("heading", { name: "Tasks finished, 7 days" })).toBeAttached();
  });

  await test.step("the evidence shows before, now and the reading", async () => {
    const row = page
      .getByRole("table", { name: "Guard evidence, by metric" })
      .getByRole("row", { name: /^Good answers/ });
    await expect(row).toContainText(/Much worse|Worse, under 8[04]/);
    await expect(row).toContainText("0.001");
  });

  await test.step("what changed is one click away", async () => {
    await page.getByRole("link", { name: "What v3 changed" }).click();
    await expect(page).toHaveURL(/\/-\/history\?from=2&to=3/);
  });
});

test("an editor reads the worst answer, and adds it as a case", async ({ page, api, credentials }) => {
  await page.goto(`/${credentials.workspace}/quality/${prompt}?environment=production&metric=scorer:good`);
  const suite = { name: `Live mistakes ${Date.now().toString(36)}`, prompt };
  const { body } = await api.manage<{ id: string }>("POST", "/suites", suite);

  await test.step("an answer opens with its texts, every score and its reason", async () => {
    const answers = page.getByRole("region", { name: "Answers of v3, by “Good answers”" });
    await answers.getByRole("button").first().click();
    const dialog = page.getByRole("dialog", { name: "An answer of v3" });
    await expect(dialog.getByRole("heading", { name: "Answer", exact: true })).toBeVisible();
    await expect(dialog).toContainText("Good answers");
    await expect(dialog.getByRole("link", { name: "Time machine" })).toHaveAttribute(
      "href",
      /prompt=checkout%2Fassistant/,
    );
  });

  await test.step("it becomes a case of a suite", async () => {
    const dialog = page.getByRole("dialog", { name: "An answer of v3" });
    await dialog.getByLabel("Suite").selectOption({ label: suite.name });
    await dialog.getByRole("button", { name: "Add to suite" }).click();
    await expect(dialog.getByRole("status")).toContainText(`Added to ${suite.name}`);
    const cases = await api.manage<{ items: { source: unknown; tags: string[] }[] }>("GET", `/suites/${body.id}/cases`);
    expect(cases.body.items).toMatchObject([{ source: { kind: "interaction", prompt, version: 3 }, tags: ["live"] }]);
  });

  await api.manage("PATCH", `/suites/${body.id}`, { isArchived: true });
});

test("the page explains how to watch if nothing is watched, and a viewer sees numbers but no texts", async ({
  visitor,
  server,
}) => {
  const { slug, people } = await newWorkspace(server.dataDir, {
    people: { vera: { name: "Vera Kern", role: "viewer" } },
  });
  await signIn(visitor, people.vera);
  await visitor.goto(`/${slug}/quality`);
  await expect(visitor.getByRole("heading", { name: "Is the live version still good?" })).toBeVisible();
  await expect(visitor.getByRole("main").getByRole("link", { name: "Use in your app" })).toHaveAttribute(
    "href",
    `/${slug}/use`,
  );
  for (const [path, title] of [
    ["evaluations", "No evaluation yet"],
    ["experiments", "Which version do users do better with?"],
    ["releases", "Nothing was promoted yet"],
  ] as const) {
    await visitor.goto(`/${slug}/${path}`);
    await expect(visitor.getByRole("heading", { name: title })).toBeVisible();
    await expect(visitor.getByRole("main").getByText("Any environment")).toHaveCount(0);
  }
});

test("rejected answers are grouped, and a group becomes a suite in one click", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/quality/${prompt}?range=30d`);
  await page.getByRole("link", { name: "In groups" }).click();
  await expect(page).toHaveURL(/answers=groups/);
  const group = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3, name: /card number/ }) })
    .first();
  await expect(group).toContainText(/[\d,]+ of [\d,]+ rejected answers \(\d+\.\d\s%\)/, { timeout: 30_000 });
  await expect(group.getByRole("link", { name: /^In requests/ })).toHaveAttribute("href", /ids=/);
  await group.getByRole("button", { name: /^Create a suite from these/ }).click();
  await expect(page).toHaveURL(/\/evaluations\/suites\/[\w-]+/, { timeout: 30_000 });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("card number");
  const id = new URL(page.url()).pathname.split("/").at(-1);
  type Cases = { items: { variables: object }[] };
  const { body } = await api.manage<Cases>("GET", `/suites/${id}/cases?limit=100`);
  expect(body.items.length).toBeGreaterThan(0);
  const inputs = new Set(body.items.map(({ variables }) => JSON.stringify(variables)));
  expect(inputs.size).toBe(body.items.length); // the same question is asked once
});
