/** What must hold on every page: readable by everyone, in both themes, on a desk and on a phone. */
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const themes = ["light", "dark"] as const;
export const widths = [1440, 390] as const;
type Theme = (typeof themes)[number];

/** Turns the page to a theme the way the product does, and waits until it shows. */
export async function showTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.evaluate((value) => localStorage.setItem("theme", value), theme);
  await page.reload();
  await page.evaluate(() => document.fonts.ready.then(() => null));
}

/** Fails on any serious or critical finding of axe on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
  expect(grave, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when the page is wider than the window: a person would have to scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}

/** Visits the page at both widths in both themes: axe, width, and a picture in test-results/looks. */
export async function expectGoodLooks(page: Page, path: string, name: string): Promise<void> {
  mkdirSync("test-results/looks", { recursive: true });
  for (const theme of themes) {
    await page.goto(path);
    await showTheme(page, theme);
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png`, animations: "disabled" });
    }
  }
}
