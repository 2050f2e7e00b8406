/** Measures the main pages in a browser with the demo data: until readable, until editable, and per click. */
import { type Browser as Chrome, chromium, type Page } from "@playwright/test";
import { findChromium } from "@/e2e/support/chromium";
import { signIn } from "@/e2e/support/fixtures";
import { openPage } from "@/e2e/support/open-page";
import { demo } from "./stage";
import { type BenchRow, median, milliseconds, type Table } from "./table";

const loads = 5;
/** Chromium reports interactions in steps of 8 ms, from 16 ms. */
const least = 16;
const goals = { lcp: 1_000, typing: 1_500, click: 100 };

type Role = "button" | "link" | "combobox" | "radio";
type MeasuredPage = {
  path: string;
  /** What is clicked in addition to the search: a menu, a dialog, another view. */
  clicks: readonly (readonly [role: Role, name: string])[];
};

const pages: Record<string, MeasuredPage> = {
  prompts: {
    path: "prompts",
    clicks: [
      ["button", "Status"],
      ["button", "More for checkout"],
    ],
  },
  editor: {
    path: "prompts/support/reply",
    clicks: [
      ["button", "More for: System message"],
      ["button", "Add a variable"],
    ],
  },
  history: {
    path: "prompts/support/reply/-/history",
    clicks: [
      ["button", "More for v5"],
      ["link", "Unified"],
    ],
  },
  experiments: { path: "experiments", clicks: [["button", "Prompt: Any prompt"]] },
  evaluations: { path: "evaluations", clicks: [["button", "Run evaluation"]] },
  quality: { path: "quality", clicks: [] },
  incident: {
    path: "incidents/checkout/assistant?environment=production&revision=3",
    clicks: [["button", "Next question"]],
  },
  requests: { path: "requests", clicks: [["button", "Last 7 days"]] },
  usage: { path: "usage", clicks: [["button", "Last 30 days"]] },
  "time machine": {
    path: "time-machine?prompt=support/reply&environment=production",
    clicks: [["button", "Look up"]],
  },
};

type PageMeasures = { lcp: number; interactions: Record<string, number> };

/** Runs in the page before its own scripts. Records the largest paint and the longest event of each interaction. */
function watch(from: number): void {
  const seen: PageMeasures = { lcp: 0, interactions: {} };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcp = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
      if (entry.interactionId)
        seen.interactions[entry.interactionId] = Math.max(entry.duration, seen.interactions[entry.interactionId] ?? 0);
  }).observe({ type: "event", durationThreshold: from, buffered: true } as PerformanceObserverInit);
}
const seenIn = (page: Page) => page.evaluate(() => (window as unknown as { seen: PageMeasures }).seen);
const settled = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 250)));
/** Waits as a reader would before the first click. Lazy parts load meanwhile. */
const atRest = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 2_000)));

const floating = "[role=dialog], [role=menu], [role=listbox]";

/** Waits for what a click or key opens, and closes it. A late part would cover the next click. */
async function closeAll(page: Page): Promise<void> {
  await page
    .locator(floating)
    .first()
    .waitFor({ timeout: 1_500 })
    .catch(() => {}); // a switch of views opens nothing
  for (let tries = 0; tries < 5 && (await page.locator(floating).count()) > 0; tries++) {
    await settled(page);
    await page.keyboard.press("Escape");
    await settled(page);
  }
}

type Session = { chrome: Chrome; url: string; workspace: string; state: Awaited<ReturnType<typeof stateOf>> };
const stateOf = (page: Page) => page.context().storageState();

/** The page in a browser with an empty cache. */
async function fresh({ chrome, url, state }: Session): Promise<Page> {
  const context = await chrome.newContext({
    baseURL: url,
    storageState: state,
    viewport: { width: 1440, height: 900 },
  });
  await context.addInitScript(watch, least);
  return context.newPage();
}

async function largestPaint(session: Session, { path }: MeasuredPage): Promise<number> {
  const page = await fresh(session);
  await openPage(page, `/${session.workspace}/${path}`);
  const { lcp } = await seenIn(page);
  await page.context().close();
  return lcp;
}

/** The time from navigation until a typed letter appears in the editor. */
async function untilTyped(session: Session): Promise<number> {
  const page = await fresh(session);
  const from = performance.now();
  await page.goto(`/${session.workspace}/prompts/support/reply`, { waitUntil: "commit" });
  const text = page.getByRole("textbox", { name: "System message" }).first();
  const lines = page.getByRole("region", { name: "System message" }).first().locator(".view-lines");
  await text.waitFor({ state: "attached" });
  await text.focus();
  await page.keyboard.type("§");
  await lines.getByText("§").waitFor();
  const took = performance.now() - from;
  await page.context().close();
  return took;
}

/** The slowest response to a click or key on a page: opening its parts, a search, and a navigation. */
async function slowestAnswer(session: Session, { path, clicks }: MeasuredPage): Promise<number> {
  const page = await fresh(session);
  await openPage(page, `/${session.workspace}/${path}`);
  await atRest(page);
  for (const [role, name] of clicks) {
    await page.getByRole(role, { name, exact: true }).first().click();
    await closeAll(page);
  }
  await page.keyboard.press("ControlOrMeta+k");
  await closeAll(page);
  await page.getByRole("link", { name: "Inbox" }).first().click();
  await settled(page);
  const { interactions } = await seenIn(page);
  await page.context().close();
  return Math.max(0, ...Object.values(interactions));
}

async function several<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let index = 0; index < count; index++) all.push(await run());
  return all;
}

export async function pagesInABrowser(): Promise<Table> {
  const { url, credentials } = await demo();
  const found = await findChromium(console.log);
  if ("missing" in found) throw new Error(found.missing);
  const { executablePath, args, env } = found;
  const own = { ...(process.env as Record<string, string>), ...env };
  const chrome = await chromium.launch({ executablePath, args, env: own });
  try {
    const first = await (await chrome.newContext({ baseURL: url })).newPage();
    await signIn(first, credentials);
    const session = { chrome, url, workspace: credentials.workspace, state: await stateOf(first) };
    for (const page of Object.values(pages)) await largestPaint(session, page); // warms up the server
    const rows: BenchRow[] = [];
    for (const [name, page] of Object.entries(pages)) {
      const paint = median(await several(loads, () => largestPaint(session, page)));
      const answer = median(await several(3, () => slowestAnswer(session, page)));
      rows.push({
        what: `${name}: largest paint`,
        result: milliseconds(paint),
        ...(name === "prompts" && { goal: `≤ ${goals.lcp} ms`, isMet: paint <= goals.lcp }),
      });
      rows.push({
        what: `${name}: slowest answer to a click or key`,
        result: answer < least ? `under ${least} ms` : `${answer} ms`,
        goal: `≤ ${goals.click} ms`,
        isMet: answer <= goals.click,
      });
    }
    const typing = median(await several(loads, () => untilTyped(session)));
    rows.push({
      what: "editor: a letter is typed",
      result: milliseconds(typing),
      goal: `≤ ${goals.typing} ms`,
      isMet: typing <= goals.typing,
    });
    return { title: `Pages in Chromium, nothing of them cached (medians of ${loads} loads)`, rows };
  } finally {
    await chrome.close();
  }
}
