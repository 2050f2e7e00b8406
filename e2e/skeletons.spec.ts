import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";

/** A connection with 400 ms latency and 180 kB/s. A page takes about one second to load. */
async function slowLine(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const rate = 180_000;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: rate,
    uploadThroughput: rate,
  });
}

/** Delays requests of the router and of prefetched links until `isSeen` has passed. */
async function holdUntil(page: Page, isSeen: () => Promise<void>): Promise<void> {
  let seen: Promise<void> | undefined;
  await page.route(/[?&]_rsc=/, async (route) => {
    seen ??= isSeen();
    await seen;
    await route.continue();
  });
}

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Main" });

test("a click shows the skeleton of the page before the server answers", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts`, { waitUntil: "networkidle" });
  await slowLine(page);
  const skeleton = page.getByRole("status", { name: "Loading Requests" });
  await holdUntil(page, async () => {
    await expect(skeleton).toBeVisible();
    await expect(skeleton).toHaveAttribute("aria-busy", "true");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(0);
    await expect(sidebar(page).getByRole("link", { name: "Requests" })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("link", { name: "support/reply", exact: true })).toBeHidden();
    await expect(sidebar(page).getByRole("link", { name: "Releases" })).toBeVisible();
    await expect(page).toHaveURL(/\/prompts$/);
  });
  await sidebar(page).getByRole("link", { name: "Requests" }).click();
  await expect(page.getByRole("region", { name: "Requests, newest first" })).toBeVisible();
  await expect(page.locator("[data-waiting]")).toHaveCount(0);
});

test("another tab of a prompt keeps the prompt's header, and going back restores the scroll position", async ({
  page,
  credentials,
}) => {
  const path = `/${credentials.workspace}/prompts/support/reply`;
  const tab = page.getByRole("navigation", { name: "Prompt" }).getByRole("link", { name: "Evaluations" });
  await page.goto(`${path}/-/history`, { waitUntil: "networkidle" });
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(200);
  await holdUntil(page, async () => {
    await expect(page.getByRole("status", { name: "Loading the prompt" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: "reply" })).toBeVisible();
    await expect(tab).toHaveAttribute("aria-current", "page");
    expect(await page.evaluate(() => scrollY)).toBe(200);
  });
  // Not `click`, which would scroll to the tab.
  await tab.evaluate((link) => (link as HTMLAnchorElement).click());
  await expect(page).toHaveURL(`${path}/-/evaluations`);
  await page.goBack();
  await expect(page).toHaveURL(`${path}/-/history`);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(200);
});

test("leaving a page before it has loaded shows the previous one again", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  const { workspace } = credentials;
  await page.goto(`/${workspace}/releases`, { waitUntil: "networkidle" });
  await page.goto(`/${workspace}/prompts`, { waitUntil: "networkidle" });
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/\/quality\?.*_rsc=/, async (route) => {
    await held;
    await route.abort().catch(() => {}); // the page may be closed
  });
  await sidebar(page).getByRole("link", { name: "Quality" }).click();
  await expect(page.locator("[data-waiting]")).toBeVisible();
  await sidebar(page).getByRole("link", { name: "Releases" }).click();
  await expect(page).toHaveURL(/\/releases$/);
  await expect(page.locator("[data-waiting]")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Releases" })).toBeVisible();
  letGo();
});

test("other parameters of the same page keep the page", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts`, { waitUntil: "networkidle" });
  const line = page.getByRole("progressbar", { name: "Loading the page" });
  await holdUntil(page, async () => {
    await expect(line).toBeVisible();
    await expect(page.locator("[data-waiting]")).toHaveCount(0);
    await expect(page.getByRole("link", { name: "support/reply", exact: true })).toBeVisible();
  });
  await sidebar(page)
    .getByRole("link", { name: /^checkout/ })
    .click();
  await expect(page).toHaveURL(/folder=checkout/);
  await expect(line).toHaveCount(0);
});
