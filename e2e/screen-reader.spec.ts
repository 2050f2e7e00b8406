import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";

const focused = (page: Page) => page.locator(":focus");

test("a dialog gives the focus back to what opened it: a button, a menu, a cell", async ({
  page,
  api,
  credentials,
}) => {
  const { body } = await api.manage<{ items: { id: string; name: string }[] }>("GET", "/suites");
  const suite = body.items.find(({ name }) => name === "Support, everyday");
  await page.goto(`/${credentials.workspace}/evaluations/suites/${suite?.id}`);
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };

  await page.getByRole("button", { name: "Run evaluation" }).click();
  await expect(page.getByRole("dialog", { name: "Run evaluation" })).toBeVisible();
  await close();
  await expect(focused(page)).toHaveText(/^Run/);

  await page.getByRole("button", { name: "More for this suite" }).click();
  await page.getByRole("menuitem", { name: "Change name and prompt" }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toBeFocused();
  await close();
  await expect(page.getByRole("button", { name: "More for this suite" })).toBeFocused();

  const cell = page.getByRole("rowheader", { name: "Boots too small" });
  await cell.click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toBeFocused();
  await close();
  await expect(cell).toBeFocused();
});
