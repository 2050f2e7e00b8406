import { expect, test } from "./support/fixtures";
import { untilAlive } from "./support/open-page";
import { newPrompt } from "./support/prompts";

test("a tooltip appears on hover and focus, can be pointed at, and closes with Escape", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/settings`, { waitUntil: "networkidle" });
  const button = page.getByRole("complementary").getByRole("button", { name: "Switch between light and dark" });
  const tooltip = page.getByRole("tooltip", { name: "Switch between light and dark" });
  await button.hover();
  await expect(tooltip).toBeVisible();
  await tooltip.hover();
  await page.waitForTimeout(300); // longer than the time in which it would close
  await expect(tooltip).toBeVisible();
  await page.mouse.move(700, 20);
  await expect(tooltip).toBeHidden();
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /publisher|owner|admin/i })
    .last()
    .focus();
  await page.keyboard.press("Tab");
  await expect(button).toBeFocused();
  await expect(tooltip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tooltip).toBeHidden();
  await expect(button).toBeFocused();
});

test("a menu that is pressed before its code has loaded opens when it arrives", async ({ page, credentials }) => {
  let release = () => {};
  let isHeld = false;
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    if (isHeld) await isReleased;
    await route.continue();
  });
  await page.goto(`/${credentials.workspace}/settings`, { waitUntil: "domcontentloaded" });
  const trigger = page.getByRole("complementary", { name: "Workspace" }).getByRole("button").first();
  // React's scripts are running. The menu's code comes when the page is idle, or with the pointer.
  await untilAlive(trigger);
  isHeld = true;
  await trigger.click();
  release();
  const menu = page.getByRole("menu");
  await expect(menu.getByRole("menuitem", { name: "New workspace" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(trigger).toBeFocused();
});

test("a menu opens with the keyboard at its first action, and toggles with clicks", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/settings`);
  const trigger = page.getByRole("complementary", { name: "Workspace" }).getByRole("button").first();
  const menu = page.getByRole("menu");
  await expect(async () => {
    await trigger.focus();
    await page.keyboard.press("ArrowDown"); // also before its code has loaded
    await expect(menu).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitem").nth(1)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(trigger).toBeFocused();
  await trigger.click();
  await expect(menu).toBeVisible();
  await expect(trigger).toHaveAttribute("aria-expanded", "true");
  await trigger.click();
  await expect(menu).toBeHidden();
  await trigger.click();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu).toBeHidden();
  await expect(trigger).not.toBeFocused();
});

test("a double click opens what one click opens, and does not close it again", async ({ page, api, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts/${await newPrompt(api)}`);
  await expect(page.getByRole("region", { name: "System message" }).locator(".view-lines")).toBeVisible();
  await page.getByRole("button", { name: "Save version" }).dblclick();
  await page.waitForTimeout(300); // longer than the time in which it would close
  await expect(page.getByRole("dialog", { name: /Save/ })).toBeVisible();
});
