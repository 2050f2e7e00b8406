import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a page and waits until it loads nothing more, for at most 5 s: an open editor always has a waiting request. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
}

/** Waits until React handles the events of an element that the server rendered. Earlier keys and clicks are lost. */
export async function untilAlive(element: Locator): Promise<void> {
  await expect.poll(() => element.evaluate((node) => Object.keys(node).join())).toContain("__reactProps");
}
