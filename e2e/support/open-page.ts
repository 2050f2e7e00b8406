import type { Page } from "@playwright/test";

/** Opens a page and waits until it loads nothing more, for at most 5 s: an open editor always has a waiting request. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
}
