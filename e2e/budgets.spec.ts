import { kilobytes, readPageSizes } from "@/scripts/page-sizes";
import { expect, test } from "./support/fixtures";

/** KB of compressed JavaScript before anything is opened. React and Next are `shared`; the shell around every page adds 92, its skeletons among them. */
const shared = 130;
const usual = 273;
const budgets: Record<string, number> = {
  "/[workspace]/prompts/[name]": 359, // the editor, before Monaco: template language, differences, merging of drafts, joining a shared one
  "/[workspace]/prompts/[name]/uses": 280,
  "/[workspace]/evaluations/suites/[id]": 319, // the grid reads cells as they are typed
  "/[workspace]/evaluations/suites/[id]/scorers": 280,
  "/[workspace]/requests": 274, // menus, dialogs and the bar of what is chosen
  "/[workspace]/experiments/new": 295, // sample sizes are computed while the plan is typed
  "/[workspace]/experiments/[id]/plan/edit": 295,
};

test("no page downloads more JavaScript than its budget", () => {
  const sizes = readPageSizes();
  expect(sizes?.pages.length).toBeGreaterThan(40);
  expect(kilobytes(sizes?.shared ?? 0), "shared by all pages").toBeLessThanOrEqual(shared);
  const over = (sizes?.pages ?? [])
    .filter(({ page, bytes }) => kilobytes(bytes) > (budgets[page] ?? usual))
    .map(({ page, bytes }) => `${page}: ${kilobytes(bytes)} KB, budget ${budgets[page] ?? usual}`);
  expect(over).toEqual([]);
  const unknown = Object.keys(budgets).filter((name) => !sizes?.pages.some(({ page }) => page === name));
  expect(unknown, "budgets of pages that are not there").toEqual([]);
});

/**
 * KB of the documents of lists, uncompressed: a tenth above what they were when rows had shed what they repeat. Filters
 * leave the demo's own rows, whatever other journeys add; members have room for those. The list of prompts has a test of
 * its own (`list.spec.ts`).
 */
const documents: Record<string, number> = {
  "requests?prompt=support/reply": 173,
  "releases?prompt=support/reply": 84,
  "quality?folder=support": 52,
  "experiments?prompt=search/product-answer": 50,
  "evaluations/suites?q=triage": 42,
  "settings/members": 75,
};

for (const [path, most] of Object.entries(documents))
  test(`the document of ${path} stays small`, async ({ page, credentials }) => {
    const response = await page.request.get(`/${credentials.workspace}/${path}`);
    expect(response.status()).toBe(200);
    expect((await response.body()).length / 1_000).toBeLessThan(most);
  });

test("a page prefetches no other page until the pointer rests on a link", async ({ page, credentials }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) asked.push(new URL(request.url()).pathname);
  });
  await page.goto(`/${credentials.workspace}/prompts`, { waitUntil: "networkidle" });
  expect(asked).toEqual([]);
  const path = `/${credentials.workspace}/prompts/support/reply`;
  await page.locator(`a[href="${path}"]`).first().hover();
  await expect.poll(() => [...new Set(asked)]).toEqual([path]);
});

test("scripts and styles are compressed and cached for a year", async ({ page, request, credentials }) => {
  const addresses = new Set<string>();
  page.on("request", (asked) => {
    const { pathname } = new URL(asked.url());
    if (/^\/_next\/static\/.*\.(js|css)$/.test(pathname)) addresses.add(pathname);
  });
  await page.goto(`/${credentials.workspace}/prompts`, { waitUntil: "networkidle" });
  expect(addresses.size).toBeGreaterThan(5);
  for (const address of addresses) {
    const answer = await request.head(address, { headers: { "accept-encoding": "gzip, br" } });
    const { "cache-control": cache, "content-length": length, "content-encoding": encoding } = answer.headers();
    expect([answer.status(), cache], address).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(encoding ?? Number(length) < 1_000, address).toBeTruthy();
    expect([undefined, "br"], address).toContain(encoding);
  }
});
