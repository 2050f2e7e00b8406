import { apiCall, expect, signIn, test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";
import { newWorkspace } from "./support/own-workspace";

test("an empty workspace shows its first steps, which are completed by calls and changes", async ({
  visitor: page,
  server,
}) => {
  test.setTimeout(240_000); // four looks
  const own = await newWorkspace(server.dataDir, { people: { ada: { name: "Ada Novak", role: "owner" } } });
  await signIn(page, own.people.ada);
  await page.waitForURL(`**/${own.slug}/start`);
  const steps = page.getByRole("main").getByRole("listitem");
  await expect(page.getByRole("heading", { name: "Waiting for the first call" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Invite people" })).toBeVisible();
  await page.getByRole("button", { name: "Create demo/greeting" }).click();
  await expect(steps.filter({ hasText: "Create a prompt" })).toContainText("Done");

  await page.getByRole("button", { name: "Create a key" }).click();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy key" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const key = await copied();
  // The first call is copied with the key, which the page masks.
  await expect(page.getByRole("tab", { name: "First call" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel")).not.toContainText(key);
  await page.getByRole("button", { name: "Copy the code" }).click();
  await expect.poll(copied).toContain(`"authorization: Bearer ${key}"`);
  expect(await copied()).toContain('"name": "Lena"'); // the value of the prompt's sample
  await page.getByRole("tab", { name: "TypeScript" }).click();
  await page.getByRole("button", { name: "Copy the code" }).click();
  await expect.poll(copied).toContain("process.env.UNDERSTUDY_API_KEY");
  const resolve = () =>
    apiCall(server.url, key)("POST", "/prompts/resolve", { name: "demo/greeting", variables: { name: "Lena" } });
  await expect(page.getByText("Listening for calls")).toBeVisible();
  await expect.poll(async () => (await resolve()).status).toBe(200);
  const calls = page.getByRole("table", { name: "Latest calls" });
  await expect(calls.getByRole("row", { name: "demo/greeting v1" }).first()).toBeVisible();
  await expect(page.getByText(/after the key First app, development was created/)).toBeVisible();
  await expect(steps.filter({ hasText: "Use it in your app" })).toContainText("Done");

  const manage = apiCall(server.url, own.keys.manage);
  const content = { type: "chat", messages: [{ role: "user", content: "Wave at {{ name }}." }] };
  await manage("POST", "/prompts/demo%2Fgreeting/versions", { content, deployTo: "development" });
  await expect(steps.filter({ hasText: "Change it" })).toContainText("Done");
  await resolve();
  await expect(calls.getByRole("row", { name: "demo/greeting v2" }).first()).toBeVisible();
  await expectGoodLooks(page, `/${own.slug}/start`, "get-started");

  // The only prompt need not be chosen again: for the first suite, its variables are the fields of a case.
  await page.goto(`/${own.slug}/evaluations`);
  await page.getByRole("button", { name: "New suite" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Greetings");
  await page.getByRole("button", { name: "Create suite" }).click();
  await page.waitForURL(/\/suites\/[0-9a-f-]{36}/);
  await page.getByRole("button", { name: "Add case" }).first().click();
  await expect(page.getByRole("dialog").getByLabel("name", { exact: true })).toBeVisible();
  await page.goto(`/${own.slug}/experiments/new`);
  await expect(page.getByRole("main").getByLabel("Prompt", { exact: true })).toHaveText("demo/greeting");
});

test("a person creates a demo workspace, uses it as its owner, and returns to it", { tag: "@slow" }, async ({
  visitor: page,
  server,
}) => {
  test.setTimeout(480_000); // the whole demo is created
  const own = await newWorkspace(server.dataDir, { people: { ada: { name: "Ada Novak", role: "viewer" } } });
  await signIn(page, own.people.ada);
  await page.goto(`/${own.slug}/start`);
  await page.getByRole("button", { name: "Fill with demo data" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create the demo" }).click();
  await page.waitForURL(/\/fernway-demo-[a-z0-9]+\/prompts/, { timeout: 400_000 });
  await expect(page.getByRole("link", { name: "support/reply" }).first()).toBeVisible();
  const slug = new URL(page.url()).pathname.split("/")[1];
  await page.goto(`/${slug}/settings/members`);
  await expect(page.getByRole("row", { name: /Ada Novak/ })).toContainText("Owner");
  await page.goto(`/${own.slug}/start`);
  await page.getByRole("link", { name: "Open the demo" }).click();
  await page.waitForURL(`**/${slug}/prompts`);
});

test("the first call names an environment where the prompt is live, and a prompt that is live nowhere is promoted first", async ({
  visitor,
  server,
}) => {
  const { slug, keys, people } = await newWorkspace(server.dataDir, {
    people: { ana: { name: "Ana Admin", role: "admin" } },
  });
  const manage = apiCall(server.url, keys.manage);
  const content = { messages: [{ role: "system", content: "Hello." }] };
  expect((await manage("POST", "/prompts", { name: "shop/reply", content, message: "First" })).status).toBe(201);
  await signIn(visitor, people.ana);
  await visitor.goto(`/${slug}/start`);
  const main = visitor.getByRole("main");
  await expect(main).toContainText("shop/reply is not live yet. Promote it to development, then apps can get it.");
  const move = { version: 1, environment: "production", reason: "" };
  expect((await manage("POST", `/prompts/${encodeURIComponent("shop/reply")}/promote`, move)).status).toBe(200);
  await visitor.reload();
  await expect(main).toContainText("shop/reply is live in production.");
  await expect(main.getByRole("tabpanel")).toContainText('"environment": "production"');
});
