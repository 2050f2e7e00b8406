import { expect, test } from "./support/fixtures";
import { newPrompt, typeAtEnd } from "./support/prompts";

test("unsaved words survive a reload", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " Never forget this.");
  await expect(page.getByRole("status").filter({ hasText: /since v1/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "System message" }).first()).toContainText("Never forget this.");
});

test("a template that cannot work is told at its place and cannot be saved", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " {% if vip %} Be generous.");
  await expect(page.getByRole("main")).toContainText(/endif|not closed/);
  await page.getByRole("button", { name: "Save version" }).click();
  await expect(page.getByRole("button", { name: /^Save v2/ })).toBeDisabled();
});

test("no page asks another host for anything, the editor neither", async ({ page, api, server, credentials }) => {
  const name = await newPrompt(api, { live: ["production"] });
  const outside = new Set<string>();
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && host !== new URL(server.url).host) outside.add(request.url());
  });
  const base = `/${credentials.workspace}`;
  for (const path of [`${base}/prompts`, `${base}/prompts/${name}`, `${base}/releases`, `${base}/settings/keys`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto(`${base}/prompts/${name}`);
  await typeAtEnd(page, "System message", " Hello.");
  expect([...outside]).toEqual([]);
});

test("the palette finds a prompt by its name, without a mouse", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/releases`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog").getByRole("combobox").fill(name);
  await page
    .getByRole("option")
    .filter({ hasText: name.split("/")[1] })
    .first()
    .click({ trial: true });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/prompts/${name}`));
});
