import { randomUUID } from "node:crypto";
import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("a team imports its prompts from Langfuse after a preview of the changes", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const folder = `moved-${randomUUID().slice(0, 8)}`;
  const tone = { name: "Tone", type: "text", config: {}, tags: ["voice"] };
  const exported = [
    { ...tone, version: 1, prompt: "Be warm.", labels: [] },
    { ...tone, version: 2, prompt: "Be warm and brief.", labels: ["production", "latest"] },
    {
      name: "support/Refund",
      version: 4,
      type: "chat",
      labels: ["production"],
      tags: [],
      commitMessage: "Shorter",
      prompt: [
        { role: "system", content: "@@@langfusePrompt:name=Tone|version=2@@@ Answer {{user-name}}." },
        { type: "placeholder", name: "history" },
        { role: "user", content: "{{question}}" },
      ],
      config: { model: "gpt-4o-mini", temperature: 0.2 },
    },
    { ...tone, name: "odd", version: 1, prompt: "Hello\n{{#each items}}\n- {{lookup x y}}\n{{/each}}", labels: [] },
  ];
  await page.goto(`/${credentials.workspace}/prompts`);
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name: "Import prompts" }).click();
  await page.getByLabel("Drop files here").setInputFiles({
    name: "langfuse.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(exported)),
  });
  const plan = page.getByRole("list", { name: "What will change" });
  await expect(page.getByRole("heading", { name: "2 new prompts, 1 that cannot be imported" })).toBeVisible();
  await expect(plan).toContainText("{{lookup …}} has no equivalent in Liquid");
  await expect(plan).toContainText("line 3, column 3");

  await page.getByLabel("Into the folder").fill(folder);
  await page.getByLabel("Into the folder").press("Enter");
  await plan.getByRole("button", { name: `${folder}/support/refund` }).click();
  await expect(plan).toContainText("Answer {{ user_name }}.");
  await expect(plan).toContainText("v1 has the label “production”. An import deploys nothing");
  const name = `/prompts/${encodeURIComponent(`${folder}/support/refund`)}`;
  expect((await api.manage("GET", name)).status).toBe(404);

  await page.getByRole("button", { name: "Import 2 prompts" }).click();
  await expect(page.getByRole("heading", { name: "2 prompts created" })).toBeVisible();
  expect(await api.manage("GET", `${name}/versions/1`)).toMatchObject({
    status: 200,
    body: {
      message: "Shorter",
      liveIn: [],
      content: {
        snippets: [{ name: `${folder}/tone`, version: 2 }],
        model: { provider: "openai", name: "gpt-4o-mini", parameters: { temperature: 0.2 } },
      },
    },
  });

  // A second import of the same file changes nothing.
  await page.getByRole("button", { name: "Import more" }).click();
  await page.getByLabel("Drop files here").setInputFiles({
    name: "langfuse.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(exported.slice(0, 3))),
  });
  await page.getByLabel("Into the folder").fill(folder);
  await page.getByLabel("Into the folder").press("Enter");
  await expect(page.getByRole("heading", { name: "2 without a change" })).toBeVisible();
});

test("a prompt is exported as a file and imported unchanged", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/settings`);
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: ".prompt" }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/^journeys-p-[0-9a-f]{8}\.prompt$/);
  await page.goto(`/${credentials.workspace}/import`);
  await page.getByLabel("Drop files here").setInputFiles(await download.path());
  await expect(page.getByRole("heading", { name: "1 without a change" })).toBeVisible();
});

test("an import keeps its choices when the folder changes, and its plan when the server does not answer", async ({
  page,
  credentials,
}) => {
  const text = (name: string) => ({ name: `${name}.txt`, mimeType: "text/plain", buffer: Buffer.from("Hi {{ who }}") });
  const [one, two] = [`one-${randomUUID().slice(0, 8)}`, `two-${randomUUID().slice(0, 8)}`];
  await page.goto(`/${credentials.workspace}/import`);
  await page.getByLabel("Drop files here").setInputFiles([text(one), text(two)]);
  const box = page.getByRole("checkbox", { name: `Import ${one}`, exact: true });
  const middle = (side: Locator) =>
    side.evaluate((element) => {
      const { top, height } = element.getBoundingClientRect();
      return top + height / 2;
    });
  const apart = (await middle(box)) - (await middle(page.getByRole("button", { name: one, exact: true })));
  expect(Math.abs(apart), "a box stands in the middle of its row").toBeLessThan(1);
  await box.uncheck();
  const folder = page.getByLabel("Into the folder");
  await folder.fill("journeys");
  await folder.press("Tab");
  const first = page.getByRole("checkbox", { name: `Import journeys/${one}`, exact: true });
  await expect(first).not.toBeChecked();

  await page.route("**/api/imports/**", (route) => route.abort());
  await folder.fill("journeys/later");
  await folder.press("Tab");
  await expect(page.getByRole("alert").filter({ hasText: "The server did not answer. Try again." })).toBeVisible();
  await expect(first).not.toBeChecked();
  await page.unroute("**/api/imports/**");
  await page.getByRole("button", { name: "Send the files again" }).click();
  await expect(page.getByRole("checkbox", { name: `Import journeys/later/${one}`, exact: true })).not.toBeChecked();
  await page.getByRole("button", { name: "Import 1 prompt" }).click();
  await expect(page.getByRole("heading", { name: "1 prompt created" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Imported prompts" })).toContainText(`journeys/later/${two}`);
});

test("the pasted text of a prompt is a prompt", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/import`);
  await page.getByRole("button", { name: /paste a file/ }).click();
  await page.getByLabel("The file's text").fill("You are {{ persona }}.");
  await page.getByLabel("Name of the prompt").fill("journeys/persona");
  await page.getByRole("button", { name: "Show changes" }).click();
  await expect(page.getByRole("heading", { name: "1 new prompt" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Import journeys/persona" })).toBeChecked();
});

test("several prompts are exported in one file, and a refused download shows the reason", async ({
  page,
  api,
  credentials: { workspace },
}) => {
  const names = [await newPrompt(api), await newPrompt(api)];
  const ask = (path: string, query: string[][]) =>
    page.request.get(`/${workspace}/${path}?${new URLSearchParams(query)}`);
  const both = await ask(
    "export",
    names.map((name) => ["name", name]),
  );
  expect(both.headers()["content-disposition"]).toBe(`attachment; filename="${workspace}.json"`);
  expect((await both.json()).prompts.map(({ name }: { name: string }) => name).toSorted()).toEqual(names.toSorted());

  const unknown = await ask("export", [["name", "journeys/none"]]);
  expect(unknown.status()).toBe(404);
  expect(await unknown.text()).toMatch(/^[A-Z].*journeys\/none.*\.$/);
  for (const of of ["evaluations/suites", "experiments"]) {
    const refused = await ask(`${of}/${randomUUID()}/export`, of === "experiments" ? [] : [["format", "csv"]]);
    expect(refused.status()).toBe(404);
    expect(await refused.text()).toMatch(/^This .* does not exist in this workspace\.$/);
    expect((await ask(`${of}/none/export`, [])).status()).toBe(422);
  }
});

test("a snippet's author sees every prompt that uses it, and updates some of them", async ({
  page,
  api,
  credentials,
}) => {
  const folder = `reach-${randomUUID().slice(0, 8)}`;
  const make = (name: string, content: unknown) =>
    api.manage("POST", "/prompts", { name: `${folder}/${name}`, content });
  const says = (text: string) => ({ messages: [{ role: "system", content: `{% render '${folder}/tone' %} ${text}` }] });
  await make("tone", { type: "text", messages: [{ content: "Warm." }] });
  await make("greet", says("Greet {{ name }}."));
  await make("part", says("Say goodbye."));
  const path = (name: string) => `/prompts/${encodeURIComponent(`${folder}/${name}`)}`;
  await api.manage("POST", `${path("greet")}/promote`, { version: 1, environment: "production", reason: "start" });
  await api.manage("POST", `${path("tone")}/versions`, {
    content: { type: "text", messages: [{ content: "Warm and brief." }] },
  });

  await page.goto(`/${credentials.workspace}/prompts/${folder}/tone`);
  await page.getByRole("link", { name: "Used by" }).click();
  await expect(page.getByRole("heading", { name: "v2 would change 2 prompts" })).toBeVisible();
  const uses = page.getByRole("list", { name: `Prompts that use ${folder}/tone` });
  await expect(uses).toContainText("production v1 with v1");
  await expect(uses).toContainText("No gate");
  await uses.getByRole("button", { name: `${folder}/greet` }).click();
  await expect(uses).toContainText("Warm and brief. Greet {{ name }}.");
  await uses.getByRole("checkbox", { name: `Move ${folder}/part` }).uncheck();
  await page.getByRole("button", { name: "Move 1 prompt to v2" }).click();
  await expect(page.getByRole("heading", { name: "v2 would change 1 prompt" })).toBeVisible();

  expect(await api.manage("GET", path("greet"))).toMatchObject({
    body: {
      latestVersion: 2,
      deployments: expect.arrayContaining([expect.objectContaining({ environment: "production", version: 1 })]),
    },
  });
  expect(await api.manage("GET", path("part"))).toMatchObject({ body: { latestVersion: 1 } });
});

test("a reviewer without an account reads a shared preview until it is revoked", async ({
  page,
  visitor,
  api,
  credentials,
}) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/settings`);
  await page.getByRole("button", { name: "Share a preview" }).click();
  await page.getByLabel("Expires in").fill("3");
  await page.getByRole("button", { name: "Create link" }).click();
  const address = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();

  const answer = await visitor.goto(address);
  expect(answer?.headers()).toMatchObject({ "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" });
  await expect(visitor.getByRole("heading", { name })).toBeVisible();
  await expect(visitor.getByRole("main")).toContainText("You answer customers of a tent shop.");
  await expect(visitor.getByRole("main")).toContainText("[question]");

  await page.getByRole("button", { name: /Revoke the link to v1/ }).click();
  await expect(page.getByText("The link to v1 is revoked.")).toBeVisible();
  expect((await visitor.goto(address))?.status()).toBe(404);
  await expect(visitor.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
});
