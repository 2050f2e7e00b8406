import type { Page } from "@playwright/test";
import { dayMs } from "@/lib/core/milliseconds";
import { type Api, expect, test } from "./support/fixtures";

test.describe.configure({ timeout: 180_000 }); // every link of a page is followed

const today = Math.floor(Date.now() / dayMs) * dayMs;
// Other journeys send answers now, so the time ends before today.
const time = `from=${new Date(today - 5 * dayMs).toISOString()}&to=${new Date(today).toISOString()}`;

const numberOf = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", ""));

/** Opens the address of a list of requests, and returns how many it finds. */
async function countAt(page: Page, href: string): Promise<number> {
  await page.goto(href);
  const found = page.getByText(/\brequests? found$|^No request found$/);
  await expect(found).not.toHaveText("", { timeout: 20_000 });
  return numberOf((await found.textContent()) ?? "");
}

/** Opens each address, and expects as many requests as the link says. */
async function expectSameCounts(page: Page, links: readonly { text: string; href: string }[]): Promise<void> {
  for (const { text, href } of links) {
    expect([href, await countAt(page, href)]).toEqual([href, numberOf(text)]);
  }
}

const linksOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((all) => all.map((link) => ({ text: link.textContent ?? "", href: link.getAttribute("href") ?? "" })));
const isCount = ({ text }: { text: string }) => /^[\d,]+$/.test(text);

for (const by of ["prompt", "key"])
  test(`each number of usage by ${by} leads to as many requests`, { tag: "@slow" }, async ({ page }) => {
    await page.goto(`/fernway/usage?${time}&by=${by}`);
    await expect(page.getByRole("table", { name: "Cost by" }).first()).toBeVisible();
    const links = (await linksOf(page, "section[aria-labelledby=where] td a[href*='/requests?']")).filter(isCount);
    expect(links.length).toBeGreaterThan(by === "prompt" ? 12 : 3);
    await expectSameCounts(page, links);
  });

test("usage of weeks whose answers are no longer kept has no links, and says why", async ({ page }) => {
  await page.goto("/fernway/usage?range=30d");
  await expect(page.getByText(/^.*Answers from before .* are no longer kept/)).toBeVisible();
  expect(await linksOf(page, "section[aria-labelledby=where] td a[href*='/requests?']")).toEqual([]);
});

test("each number of scores on Quality leads to as many requests; older ones say why they have none", {
  tag: "@slow",
}, async ({ page }) => {
  let [links, gone] = [0, 0];
  for (const prompt of ["support/reply", "search/query-rewrite", "search/compare", "checkout/assistant"]) {
    await page.goto(`/fernway/quality/${prompt}?environment=production`);
    const evidence = page.getByRole("region", { name: "Evidence" });
    await expect(evidence).toBeVisible();
    gone += await evidence.getByText(/Answers from before .* are no longer kept/).count();
    const counts = (await linksOf(page, "section[aria-labelledby=evidence] a[href*='/requests?']")).filter(isCount);
    await expectSameCounts(page, counts);
    links += counts.length;
  }
  expect(links).toBeGreaterThan(5);
  expect(gone).toBeGreaterThan(0);
});

/** Returns the id of each experiment, by its name. */
async function readExperimentIds({ manage }: Api): Promise<(name: string) => string> {
  type ExperimentPage = { items: { id: string; name: string }[] };
  const { body } = await manage<ExperimentPage>("GET", "/experiments?limit=100");
  return (name) => body.items.find((one) => one.name === name)?.id ?? "";
}

test("the numbers of an experiment lead to as many requests; a past one says why it has none", {
  tag: "@slow",
}, async ({ page, api }) => {
  const idOf = await readExperimentIds(api);
  type Results = { variants: { key: string; interactions: number }[] };
  for (const name of ["Cite the product page", "Ask one question first", "Which words calm people"]) {
    const { body: results } = await api.manage<Results>("GET", `/experiments/${idOf(name)}/results`);
    await page.goto(`/fernway/experiments/${idOf(name)}`);
    const side = page.getByRole("complementary", { name: "About this experiment" });
    await expect(side).toBeVisible();
    const links = await linksOf(page, "aside[aria-label='About this experiment'] a[href*='/requests?']");
    const all = links.find(({ text }) => text.endsWith("answers"));
    const variants = links.filter((link) => link !== all);
    expect(variants.map(({ href }) => new URL(href, "http://x").searchParams.get("variant"))).toEqual(
      results.variants.map(({ key }) => key),
    );
    const counted = variants.map(({ href }, index) => ({
      href,
      text: String(results.variants[index]?.interactions ?? 0),
    }));
    await expectSameCounts(page, [...counted, ...(all ? [all] : [])]);
  }
  await page.goto(`/fernway/experiments/${idOf("Order number first")}`);
  const side = page.getByRole("complementary", { name: "About this experiment" });
  await expect(side.getByText(/Answers from before .* are no longer kept/)).toBeVisible();
  await expect(side.getByRole("link", { name: /answers$/ })).toHaveCount(0);
});

test("the days of an experiment lead to all of its requests, by the day the users came", {
  tag: "@slow",
}, async ({ page, api }) => {
  const path = `/fernway/experiments/${(await readExperimentIds(api))("Ask one question first")}`;
  await page.goto(path);
  const all = page
    .getByRole("complementary", { name: "About this experiment" })
    .getByRole("link", { name: /answers$/ });
  const answers = numberOf((await all.textContent()) ?? "");
  await page.goto(`${path}/days`);
  await expect(page.getByRole("table", { name: /by the day users came/ }).first()).toBeVisible();
  const days = await linksOf(page, "th a[href*='exposedOn=']");
  let sum = 0;
  for (const { href } of days) sum += await countAt(page, href);
  expect(sum).toBe(answers);
  await expect(page.getByRole("button", { name: /^User came on/ })).toBeVisible();
});

test("the numbers of fixed and broken cases of a run lead to as many cases", { tag: "@slow" }, async ({ page }) => {
  await page.goto("/fernway/evaluations");
  await expect(page.getByRole("table").first()).toBeVisible();
  const links = await linksOf(page, "td a[href*='?show=']");
  expect(links.length).toBeGreaterThan(0);
  for (const { text, href } of links) {
    await page.goto(href);
    await expect(page.locator("ul[aria-label=Cases] a").first()).toBeVisible();
    expect([href, await page.locator("ul[aria-label=Cases] a").count()]).toEqual([href, numberOf(text)]);
  }
});
