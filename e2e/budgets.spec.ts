import { kilobytes, readPageSizes } from "@/scripts/page-sizes";
import { expect, test } from "./support/fixtures";

/**
 * KB of compressed JavaScript before a dialog or menu is opened. `shared` is React and Next. The layout of every page
 * adds 27, including its error pages.
 */
const shared = 130;
const usual = 180;
const budgets: Record<string, number> = {
  "/[workspace]/prompts/[name]": 270, // the editor without Monaco: language, diffs, merges, shared drafts
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
 * The maximum size of the documents of lists, in KB, uncompressed: 10 % above the size without repeated data in rows.
 * Filters select rows of the demo, so that rows of other tests do not count. The limit of members allows for such rows.
 * The list of prompts has a separate test (`list.spec.ts`).
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
  const prefetched: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) prefetched.push(new URL(request.url()).pathname);
  });
  await page.goto(`/${credentials.workspace}/prompts`, { waitUntil: "networkidle" });
  expect(prefetched).toEqual([]);
  const path = `/${credentials.workspace}/prompts/support/reply`;
  await page.locator(`a[href="${path}"]`).first().hover();
  await expect.poll(() => [...new Set(prefetched)]).toEqual([path]);
});

test("scripts and styles are compressed and cached for a year", async ({ page, request, credentials }) => {
  const addresses = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
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
