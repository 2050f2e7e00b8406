import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("a key is shown once, opens what it says and nothing else, and stops when revoked", async ({
  page,
  api,
  server,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["staging", "production"] });
  const label = `Journey ${name.split("-")[1]}`;
  await page.goto(`/${credentials.workspace}/settings/keys`);
  await page.getByRole("button", { name: "New key" }).first().click();
  const form = page.getByRole("dialog", { name: "New API key" });
  await form.getByRole("textbox", { name: "Name" }).fill(label);
  await form.getByRole("checkbox", { name: "production" }).uncheck();
  await form.getByRole("checkbox", { name: "staging" }).check();
  await form.getByRole("button", { name: /^(Make|Create)/ }).click();

  const shown = page.getByRole("dialog", { name: "Your new key" });
  const key = await shown.getByRole("textbox").inputValue();
  await shown.getByRole("button", { name: "I have saved it" }).click();
  const ask = async (environment: string) => {
    const url = `${server.url}/api/v1/prompts/resolve?name=${encodeURIComponent(name)}&environment=${environment}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).status;
  };
  expect(await ask("staging")).toBe(200);
  expect(await ask("production")).toBe(403);

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: label });
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(key);
  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect.poll(() => ask("staging")).toBe(401);
});
