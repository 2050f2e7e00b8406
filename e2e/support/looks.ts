/** The checks of every page: accessible, in both themes, on a desktop and on a phone. */
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const widths = [390, 1440] as const;
type Theme = "light" | "dark";

/** Switches the theme as the system does while the page is open, and waits until it is visible. */
async function showTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(theme === "dark" ? /\bdark\b/ : /^(?!.*\bdark\b)/);
  await page.evaluate(() => document.fonts.ready.then(() => null));
}

/** Runs all rules of axe, or only those that depend on colours, because another theme changes nothing else. */
export async function expectAccessible(page: Page, rules: "all" | "colours" = "all"): Promise<void> {
  // Our pages have no frames of other origins, so one call in the page is enough. A second page for results is slow.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  if (rules === "all") axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  else axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
  expect(grave, `axe on ${page.url()}`).toEqual([]);
}

/** Fails if the page is wider than the window and scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}

/** Returns the texts that leave the cell of their table, over the one beside it. */
export function textsOverCells(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element | null, cell: Element): boolean =>
      element !== null &&
      (getComputedStyle(element).overflowX !== "visible" || element.matches(".sr-only, [aria-hidden=true] svg")
        ? true
        : element !== cell && isCut(element.parentElement, cell));
    const found: string[] = [];
    for (const cell of document.querySelectorAll("main th, main td")) {
      const box = cell.getBoundingClientRect();
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.textContent?.trim() || !node.parentElement?.checkVisibility() || isCut(node.parentElement, cell))
          continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { left, right } = range.getBoundingClientRect();
        if (right > box.right + 1 || left < box.left - 1) found.push(node.textContent);
      }
    }
    return found;
  });
}

const looks = { 390: ["dark", "light"], 1440: ["light", "dark"] } as const;

/**
 * Opens the page at both widths, because some layouts depend on the initial width, and switches the theme. Checks axe
 * and width, and saves a screenshot in test-results/looks.
 */
export async function expectGoodLooks(page: Page, path: string, name: string): Promise<void> {
  mkdirSync("test-results/looks", { recursive: true });
  for (const width of widths) {
    const [first, second] = looks[width];
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: first, reducedMotion: "reduce" });
    await page.goto(path);
    await expect(page.locator('[role="status"][aria-busy="true"]')).toHaveCount(0);
    for (const theme of [first, second]) {
      await showTheme(page, theme);
      if (theme === first) await expectNoSidewaysScroll(page);
      await expectAccessible(page, theme === first ? "all" : "colours");
      await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png`, animations: "disabled" });
    }
  }
}

/**
 * Opens a dialog at both widths and switches the theme while it is open. Checks all rules of axe, the width, and that
 * it fits the window, and saves a screenshot in test-results/looks.
 */
export async function expectGoodDialog(page: Page, name: string, open: () => Promise<void>): Promise<void> {
  mkdirSync("test-results/looks", { recursive: true });
  for (const width of widths) {
    const [first, second] = looks[width];
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: first, reducedMotion: "reduce" });
    await open();
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await expect(dialog).toBeVisible();
    for (const theme of [first, second]) {
      await showTheme(page, theme);
      await expectNoSidewaysScroll(page);
      const box = await dialog.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width, `${name} within ${width} px`).toBe(
        true,
      );
      await expectAccessible(page);
      await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png`, animations: "disabled" });
    }
  }
}
