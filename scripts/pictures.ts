/**
 * Takes screenshots of every page with the demo data: `npm run pictures`. Each page at two widths in light and
 * dark, as WebP in docs/pictures. Run it after a visual change, and check the pictures before they are committed.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "@/e2e/support/chromium";
import { type ApiCall, apiCall, signIn } from "@/e2e/support/fixtures";
import { openPage } from "@/e2e/support/open-page";
import { startServer } from "@/e2e/support/server";
import { root } from "./root";

const pages: Record<string, string> = {
  start: "start",
  inbox: "inbox",
  prompts: "prompts",
  editor: "prompts/support/reply",
  playground: "prompts/support/reply/-/playground?columns=4:offline/understudy-offline,6:offline/understudy-offline",
  history: "prompts/support/reply/-/history",
  copies: "prompts/support/triage/-/copies",
  use: "prompts/support/reply/-/use",
  "prompt-settings": "prompts/support/reply/-/settings",
  import: "import",
  review: "changes/2",
  evaluations: "evaluations",
  suites: "evaluations/suites",
  experiments: "experiments",
  decisions: "experiments/decisions",
  quality: "quality",
  "quality-prompt": "quality/search/query-rewrite?environment=production",
  incident: "incidents/checkout/assistant?environment=production&revision=3",
  requests: "requests",
  releases: "releases",
  usage: "usage",
  "time-machine": "time-machine?prompt=support/reply&environment=production",
  settings: "settings",
  members: "settings/members",
  keys: "settings/keys",
  alerts: "settings/alerts",
  audit: "settings/audit",
};
type ListPage<T> = { items: (T & { id: string })[] };

/** A missing page is an error and no picture. */
function idOf(row: { id: string } | undefined): string {
  if (!row) throw new Error("The demo lacks a row that a page shows.");
  return row.id;
}

/** Returns the pages whose addresses have ids that every demo makes anew. */
async function findPages(manage: ApiCall): Promise<Record<string, string>> {
  const read = async <T>(path: string) => (await manage<ListPage<T>>("GET", path)).body.items;
  const [suite] = await read("/suites?prompt=support/reply");
  const runs = await read<{ version: number }>("/evaluations?prompt=support%2Ftriage&limit=100");
  const experiments = await read<{ name: string }>("/experiments?limit=100");
  const answers = await read<{ traceId: string | null; sessionId: string }>(
    "/interactions?prompt=checkout%2Fassistant&limit=20",
  );
  const answer = answers.find(({ traceId }) => traceId);
  const experiment = (title: string) => `experiments/${idOf(experiments.find(({ name }) => name === title))}`;
  if (!answer) throw new Error("The demo has no answer with a trace.");
  return {
    suite: `evaluations/suites/${idOf(suite)}`,
    run: `evaluations/runs/${idOf(runs.find(({ version }) => version === 5))}`,
    experiment: experiment("Cite the product page"),
    bandit: experiment("Which words calm people"),
    trace: `requests/traces/${answer.traceId}`,
    session: `requests/sessions/${answer.sessionId}`,
  };
}

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"] as const;
const folder = join(root, "docs/pictures");

/** The page as WebP, a fifth of the size of a PNG. */
async function picture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 70 });
  await session.detach();
  return Buffer.from(data, "base64");
}

const server = await startServer();
const found = await findChromium(console.log);
if ("missing" in found) throw new Error(found.missing);
const { executablePath, args, env } = found;
const browser = await chromium.launch({
  executablePath,
  args,
  env: { ...(process.env as Record<string, string>), ...env },
});
try {
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: "reduce" });
  const page = await context.newPage();
  await signIn(page, server.credentials);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  const all = { ...pages, ...(await findPages(apiCall(server.url, server.credentials.apiKeys.manage))) };
  for (const [name, path] of Object.entries(all)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const theme of themes) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await openPage(page, `/${server.credentials.workspace}/${path}`);
        await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
        await page.evaluate(() => document.fonts.ready.then(() => null));
        const image = await picture(page);
        bytes += image.length;
        writeFileSync(join(folder, `${name}-${size}-${theme}.webp`), image);
      }
    }
    console.log(name);
  }
  console.log(`${Object.keys(all).length * 4} pictures, ${(bytes / 1e6).toFixed(1)} MB, in docs/pictures`);
} finally {
  await browser.close();
  await server.stop();
}
process.exit(0);
