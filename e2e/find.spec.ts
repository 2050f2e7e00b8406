import { randomUUID } from "node:crypto";
import { expect, test } from "./support/fixtures";
import { newPrompt, resolved } from "./support/prompts";

/** Shortcuts work only after hydration, so the key is pressed until the palette is visible. */
const untilShown = (press: () => Promise<void>, shown: () => Promise<void>) =>
  expect(async () => {
    await press();
    await shown();
  }).toPass({ timeout: 60_000 });

test("a prompt is found by a word in its text, renamed, and still served by its old name", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["production"] });
  const word = `w${randomUUID().slice(0, 8)}`;
  const content = { type: "chat", messages: [{ role: "system", content: `Never promise a ${word} by mail.` }] };
  await api.manage("POST", `/prompts/${encodeURIComponent(name)}/versions`, { content, message: "One more rule" });

  await page.goto(`/${credentials.workspace}/prompts`);
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  await untilShown(
    () => page.keyboard.press("ControlOrMeta+k"),
    () => expect(palette).toBeVisible({ timeout: 2_000 }),
  );
  await page.keyboard.type(word.slice(0, 7));
  const hit = palette.getByRole("option", { name: new RegExp(name) });
  await expect(hit).toContainText(`System message: Never promise a ${word} by mail.`);
  await hit.click();
  await page.waitForURL(`**/prompts/${name}`);
  await expect(page.getByRole("navigation", { name: "Prompt" })).toBeVisible(); // the palette now has its commands

  const dialog = page.getByRole("dialog", { name: `Rename ${name}` });
  await untilShown(
    async () => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("rename");
      await page.keyboard.press("Enter");
    },
    () => expect(dialog).toBeVisible({ timeout: 2_000 }),
  );
  await dialog.getByRole("textbox", { name: "New name" }).fill("support/reply");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog.getByRole("alert")).toContainText("There is already a prompt support/reply.");
  await dialog.getByRole("textbox", { name: "New name" }).fill(`${name}-renamed`);
  await dialog.getByRole("button", { name: "Rename" }).click();
  await page.waitForURL(`**/prompts/${name}-renamed/-/settings`);
  await expect(page.getByRole("list", { name: "Former names" })).toContainText(name);

  const app = api.runtime("production");
  expect(await resolved(app, name)).toMatchObject({ version: 1, name: `${name}-renamed` });
  expect(await resolved(app, `${name}-renamed`)).toMatchObject({ version: 1 });
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
  await page.waitForURL(`**/prompts/${name}-renamed/-/history`);
  const old = await page.request.get(`/${credentials.workspace}/prompts/${name}?tab=history&from=1`, {
    maxRedirects: 0,
  });
  expect(old.status()).toBe(308);
  expect(old.headers().location).toMatch(new RegExp(`/prompts/${name}/-/history\\?from=1$`));
});

test("one prompt of the list is a stop of the Tab key, and the arrow keys move between prompts", async ({
  page,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/prompts?folder=support`);
  const boxes = page.getByRole("checkbox", { name: /^Select support/ });
  await expect(boxes.nth(1)).toBeAttached();
  await boxes.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(boxes.nth(1)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(boxes.nth(1)).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowUp");
  const links = page.getByRole("row").getByRole("link", { name: /^support/ });
  await expect(links.first()).toBeFocused();
  const stops = page.locator("[data-row] :is(a, button, input):not([tabindex='-1'])");
  await expect(stops).toHaveCount(3);
});

test("twelve old prompts are archived together, and restored", { tag: "@slow" }, async ({ page, api, credentials }) => {
  const folder = `old-${randomUUID().slice(0, 8)}`;
  const names = Array.from({ length: 12 }, (_, n) => `${folder}/p${String(n).padStart(2, "0")}`);
  const content = { type: "text", messages: [{ content: "Hello" }] };
  for (const name of names) await api.manage("POST", "/prompts", { name, content });
  const last = names[11] ?? "";
  await api.manage("POST", `/prompts/${encodeURIComponent(last)}/promote`, { version: 1, environment: "production" });
  const app = api.runtime("production");
  const status = async () => (await app("GET", `/prompts/resolve?name=${encodeURIComponent(last)}`)).status;
  expect(await status()).toBe(200);

  await page.goto(`/${credentials.workspace}/prompts?folder=${folder}`);
  const bar = page.getByRole("toolbar", { name: "Selected prompts" });
  await untilShown(
    () => page.getByRole("checkbox", { name: `Select ${names[0]}` }).check({ timeout: 2_000 }),
    () => expect(bar).toContainText("1 selected", { timeout: 2_000 }),
  );
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  await page.keyboard.press("x");
  await expect(bar).toContainText("1 selected");
  await page.getByRole("checkbox", { name: `Select ${last}` }).click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("12 selected");
  await page.getByRole("link", { name: names[5] ?? "" }).focus();
  await page.keyboard.press("x");
  await expect(bar).toContainText("11 selected");
  await page.keyboard.press("x");
  await bar.getByRole("button", { name: "Archive" }).click();
  const dialog = page.getByRole("dialog", { name: "Archive 12 prompts" });
  await expect(dialog).toContainText("One of them is live somewhere: applications that request them get 404 at once.");
  await dialog.getByRole("button", { name: "Archive 12 prompts" }).click();
  await expect(page.getByText("12 prompts are archived.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No prompt matches" })).toBeVisible();
  expect(await status()).toBe(404);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(status, { timeout: 20_000 }).toBe(200);
  await expect(page.getByRole("link", { name: last })).toBeVisible({ timeout: 20_000 });
});

test("a prompt is picked by what is typed, also before the server has answered", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/evaluations`, { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Prompt: Any prompt" }).click();
  await expect(page.getByRole("option", { name: /^checkout\/abandoned-cart/ })).toBeVisible();
  await page.route("**/evaluations**", (route) => (route.request().method() === "POST" ? undefined : route.continue()));
  await page.keyboard.type("payment");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveText([/^checkout\/payment-error/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/prompt=checkout(\/|%2F)payment-error/);
});
