import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";

const card = (page: Page, step: number) => page.getByRole("region", { name: `Tour, step ${step} of 6` });

test("the tour has six pages, continues after a reload, and can be closed at any step", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  test.setTimeout(120_000);
  const base = `/${credentials.workspace}`;
  const begin = async () => {
    await page.goto(`${base}/start`);
    await expect(async () => {
      await page.getByRole("button", { name: "Take the tour" }).click();
      await expect(card(page, 1)).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
  };

  await test.step("each step opens its page, describes it and has the focus", async () => {
    await begin();
    for (const [index, path] of ["prompts", "evaluations", "experiments", "quality", "requests", "use"].entries()) {
      await expect(page).toHaveURL(`${base}/${path}`, { timeout: 30_000 });
      await expect(card(page, index + 1)).toBeFocused();
      if (index === 2) {
        await page.reload();
        await expect(card(page, 3)).toBeVisible();
        await card(page, 3).getByRole("button", { name: "Back" }).click();
        await expect(page).toHaveURL(`${base}/evaluations`);
        await card(page, 2).getByRole("button", { name: "Next" }).click();
      }
      const next = index === 5 ? "Finish" : "Next";
      await card(page, index + 1)
        .getByRole("button", { name: next })
        .click();
    }
    await expect(page.getByRole("region", { name: /^Tour/ })).toHaveCount(0);
  });

  await test.step("it waits in a corner while another page is open", async () => {
    await begin();
    await page.getByRole("link", { name: "Settings", exact: true }).first().click();
    const paused = page.getByRole("region", { name: "Tour, paused" });
    await expect(paused).toBeVisible();
    await expect(card(page, 1)).toHaveCount(0);
    await paused.getByRole("button", { name: "Continue the tour" }).click();
    await expect(page).toHaveURL(`${base}/prompts`);
    await expect(card(page, 1)).toBeFocused();
  });

  await test.step("Escape and the button close it, and it is not shown again", async () => {
    await begin();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("region", { name: /^Tour/ })).toHaveCount(0);
    await begin();
    await card(page, 1).getByRole("button", { name: "Leave the tour" }).click();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("region", { name: /^Tour/ })).toHaveCount(0);
  });
});
