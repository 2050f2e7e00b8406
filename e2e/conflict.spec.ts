import { expect, test } from "./support/fixtures";
import { newPrompt, resolved, servedWithin } from "./support/prompts";

test("another person's release in between is reported, not overwritten", async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["staging"], versions: 3 });
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
  await page.getByRole("button", { name: "More for v2" }).click();
  await page.getByRole("menuitem", { name: /^Staging now v1/ }).click();
  const dialog = page.getByRole("dialog", { name: "Promote v2 to staging" });
  await expect(dialog.getByRole("button", { name: "Promote to staging" })).toBeEnabled();
  const moved = await api.manage("POST", `/prompts/${encodeURIComponent(name)}/promote`, {
    version: 3,
    environment: "staging",
    reason: "meanwhile",
  });
  expect(moved.status).toBe(200);
  await dialog.getByRole("button", { name: "Promote to staging" }).click();
  await expect(dialog.getByRole("status")).toContainText("staging now has v3 instead of v1");
  expect(await resolved(api.runtime("staging"), name)).toMatchObject({ version: 3 });
});

test("a rollback can be undone from its message, and applications get both changes", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["production"], versions: 2 });
  const production = api.runtime("production");
  const body = { version: 2, environment: "production", reason: "kinder" };
  expect((await api.manage("POST", `/prompts/${encodeURIComponent(name)}/promote`, body)).status).toBe(200);
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
  await page.getByRole("button", { name: "Roll back production" }).click();
  const dialog = page.getByRole("dialog", { name: "Roll back production" });
  const button = dialog.getByRole("button", { name: "Roll back to v1" });
  await expect(button).toBeEnabled();
  const { served } = await servedWithin(production, name, { version: 1, limitMs: 5_000 }, () => button.click());
  test.info().annotations.push({ type: "rollback", description: `served ${Math.round(served)} ms after the click` });
  await expect(dialog).toBeHidden();
  const message = page.getByRole("listitem").filter({ hasText: "v1 is live in production" });
  await servedWithin(production, name, { version: 2, limitMs: 5_000 }, () =>
    message.getByRole("button", { name: "Undo" }).click(),
  );
});
