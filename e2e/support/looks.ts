/** What must hold on every page: readable by everyone, in both themes, on a desk and on a phone. */
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const widths = [390, 1440] as const;
type Theme = "light" | "dark";

/** Turns the page to a theme, as a change of the system's does while it is open, and waits until it shows. */
async function showTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(theme === "dark" ? /\bdark\b/ : /^(?!.*\bdark\b)/);
  await page.evaluate(() => document.fonts.ready.then(() => null));
}

/** Every rule of axe, or those that colours decide: another theme is the same page in other colours. */
export async function expectAccessible(page: Page, rules: "all" | "colours" = "all"): Promise<void> {
  // No page of ours has frames of another origin, so one call in the page does; a second page for the results is slow.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  if (rules === "all") axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  else axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
  expect(grave, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when the page is wider than the window: a person would have to scroll sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}

/** Set by `npm test`: each page is opened once, in dark on a phone, and then turned to light on a desk. */
const isShort = process.env.UNDERSTUDY_TEST_LOOKS === "two";

const looks = { 390: ["dark", "light"], 1440: ["light", "dark"] } as const;

/**
 * Visits the page at both widths, as some layouts are decided when it opens, and turns it to the other theme in place:
 * axe, width, and a picture in test-results/looks.
 */
export async function expectGoodLooks(page: Page, path: string, name: string): Promise<void> {
  mkdirSync("test-results/looks", { recursive: true });
  for (const width of widths) {
    const [first, second] = looks[width];
    const isOpened = width === widths[0] || !isShort;
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    if (isOpened) {
      await page.emulateMedia({ colorScheme: first, reducedMotion: "reduce" });
      await page.goto(path);
      await expect(page.locator('[role="status"][aria-busy="true"]')).toHaveCount(0);
    }
    for (const theme of isShort ? [first] : [first, second]) {
      await showTheme(page, theme);
      if (theme === first) await expectNoSidewaysScroll(page);
      await expectAccessible(page, isOpened && theme === first ? "all" : "colours");
      await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png`, animations: "disabled" });
    }
  }
}

/**
 * Opens a dialog at both widths and turns the page to the other theme under it: axe with every rule in each, width, that
 * it stays within the window, and a picture in test-results/looks.
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
    for (const theme of isShort ? [first] : [first, second]) {
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
