import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { newPrompt, typeAtEnd } from "./support/prompts";
import { spokenFaults, twinButtons } from "./support/spoken";

const focused = (page: Page) => page.locator(":focus");

test("a dialog returns the focus to what opened it: a button, a menu, a cell", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const { body } = await api.manage<{ items: { id: string; name: string }[] }>("GET", "/suites");
  const suite = body.items.find(({ name }) => name === "Support, everyday");
  await page.goto(`/${credentials.workspace}/evaluations/suites/${suite?.id}`);
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };

  await page.getByRole("button", { name: "Run evaluation" }).click();
  await expect(page.getByRole("dialog", { name: "Run evaluation" })).toBeVisible();
  await close();
  await expect(focused(page)).toHaveText(/^Run/);

  await page.getByRole("button", { name: "More for this suite" }).click();
  await page.getByRole("menuitem", { name: "Change name and prompt" }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await close();
  await expect(page.getByRole("button", { name: "More for this suite" })).toBeFocused();

  const cell = page.getByRole("rowheader", { name: "Boots too small" });
  await cell.click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await close();
  await expect(cell).toBeFocused();
});

test("a filter announces its number of results; pages label every control and have one h1", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  const at = (path: string) => `/${credentials.workspace}/${path}`;
  await page.goto(at("prompts"));
  const found = page
    .getByRole("main")
    .getByRole("status")
    .filter({ hasText: /prompts?/ });
  await expect(found).toHaveText(/^\d+ prompts/);
  await page.getByRole("searchbox").fill("no such words at all");
  await expect(found).toHaveText("No prompt found");

  await page.goto(at("requests?thumbs=down"));
  const requests = page.getByRole("status").filter({ hasText: /requests? found/i });
  await expect(requests).toHaveText(/^[\d,]+ requests found$/);
  const few = (await requests.textContent()) ?? "";
  await requests.evaluate((region) => region.setAttribute("data-same", "")); // a newly added region is not announced
  await page.getByRole("button", { name: /^Remove the filter/ }).click();
  await expect(page).not.toHaveURL(/thumbs/);
  await expect(requests).not.toHaveText(few);
  await expect(requests).toHaveAttribute("data-same", "");

  for (const path of [
    "prompts",
    "prompts/support/reply",
    "experiments",
    "evaluations",
    "quality",
    "requests",
    "usage",
  ]) {
    await page.goto(at(path));
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    const first = page.getByRole("heading").first();
    await expect(first).toHaveJSProperty("tagName", "H1");
  }

  await page.goto(at("prompts/support/reply"));
  await expect(page.getByRole("button", { name: "Move: System message" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Role: System message" })).toHaveValue("system");
  await expect(page.getByRole("button", { name: "More for: Chat history" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add an example" })).toBeVisible();

  await page.goto(at("inbox"));
  const seen = page.getByRole("button", { name: /^Mark as seen/ });
  await expect(seen.first()).toBeVisible();
  const names = await seen.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
  expect(names.filter((name) => !name?.startsWith("Mark as seen: "))).toEqual([]); // each says which alert
  expect(new Set(names).size).toBe(names.length);
});

test("the history of a prompt and of a release are read in order, with a label for each part", {
  tag: "@slow",
}, async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts/support/reply/-/history`);
  const environments = page.getByRole("region", { name: "Environments" });
  await expect(environments.getByRole("heading")).toHaveText(["Development", "Staging", "Production"]);
  await expect(environments.getByRole("button", { name: "Promote v5 to production" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Versions" }).getByRole("listitem")).toHaveCount(6);
  await expect(page.getByRole("region", { name: /^Difference between v4 and v5/ })).toBeVisible();
  await page.getByRole("button", { name: "More for v5" }).press("Enter");
  const promote = page.getByRole("group", { name: "Promote to" });
  await expect(promote.getByRole("menuitem")).toHaveText([/^Development/, /^Staging/, /^Production/]);
  await page.keyboard.press("Escape");

  await page.goto(`/${credentials.workspace}/incidents/search/query-rewrite?environment=production&revision=2`);
  const answers = page.getByRole("region", { name: "The same question, before and after" });
  await expect(answers.getByRole("heading", { level: 3 })).toHaveText([/^v1 answered /, /^v2 answered /]);
  const announcement = answers.locator("[aria-live=polite]");
  const first = (await announcement.textContent()) ?? "";
  expect(first).toMatch(/^1 of \d+: \S/);
  await answers.getByRole("button", { name: "Next question" }).click();
  await expect(announcement).toHaveText(/^2 of \d+: \S/);
  await expect(page.getByRole("heading").first()).toHaveText("v2 in production");
});

test("the main pages name every control, put spaces between words, and skip no heading", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  test.setTimeout(180_000);
  const list = async <T>(path: string) => (await api.manage<{ items: (T & { id: string })[] }>("GET", path)).body.items;
  const experiments = await list("/experiments?limit=100");
  const [suite] = await list("/suites?prompt=support/reply");
  const [run] = await list("/evaluations?prompt=support%2Ftriage");
  const [request] = await list("/interactions?prompt=checkout%2Fassistant&limit=1");
  const twoColumns = "columns=4:offline/understudy-offline,6:offline/understudy-offline";
  for (const path of [
    "prompts",
    "prompts/support/reply",
    "prompts/support/reply/-/history",
    `prompts/support/reply/-/playground?${twoColumns}`,
    "changes/2",
    "changes/3",
    "experiments",
    ...experiments.map(({ id }) => `experiments/${id}`),
    "quality",
    "quality/search/query-rewrite?environment=production",
    "incidents/checkout/assistant?environment=production&revision=3",
    "requests",
    `requests?request=${request?.id}`,
    "evaluations",
    `evaluations/suites/${suite?.id}`,
    `evaluations/runs/${run?.id}`,
    "inbox?show=all",
    "settings",
    "settings/members",
  ]) {
    await page.goto(`/${credentials.workspace}/${path}`);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await spokenFaults(page), path).toEqual([]);
    expect(await twinButtons(page), path).toEqual([]);
  }
});

test("a prompt that is in one environment is offered to the next by one button", async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["development"] });
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
  await expect(page.getByRole("button", { name: "Promote v1 to staging" })).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Promote v1 to production" })).toHaveCount(1);
});

test("the next case of a run and the number of found cases are announced", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  type Ids = { items: { id: string }[] };
  const runs = (await api.manage<Ids>("GET", "/evaluations?prompt=support%2Ftriage")).body.items;
  await page.goto(`/${credentials.workspace}/evaluations/runs/${runs[0]?.id}?show=all`);
  await page.getByRole("button", { name: "Next case" }).click();
  await expect(page.getByRole("status").filter({ hasText: /^Case \d+, .+, is open\.$/ })).toHaveCount(1);
  const suites = (await api.manage<Ids>("GET", "/suites?prompt=support/reply")).body.items;
  await page.goto(`/${credentials.workspace}/evaluations/suites/${suites[0]?.id}`);
  await page.getByRole("searchbox").fill("no such words at all");
  await expect(page.getByRole("status").filter({ hasText: "No case found" })).toHaveCount(1);
});

test("the preview of an import gets the focus, because the pressed button is gone", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/import`);
  await page
    .getByLabel(/Drop files here/)
    .setInputFiles({ name: "heard.txt", mimeType: "text/plain", buffer: Buffer.from("Say hello to {{ who }}.") });
  await expect(page.getByRole("heading", { name: "1 new prompt" })).toBeFocused();
});

test("after a navigation the heading has the focus if its link is gone, otherwise the page's name is announced", {
  tag: "@slow",
}, async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts`);
  await page.getByRole("link", { name: "checkout/assistant", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/checkout\/assistant$/);
  await expect(page.getByRole("heading", { level: 1, name: "assistant" })).toBeFocused();

  const announced = () =>
    page.evaluate(() => [
      document.querySelector("next-route-announcer")?.shadowRoot?.textContent ?? "",
      ...[...document.querySelectorAll("[role=status]")].map((region) => region.textContent ?? ""),
    ]);
  const entry = page
    .getByRole("navigation")
    .getByRole("link", { name: /^Experiments/ })
    .first();
  await entry.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveTitle(/^Experiments/);
  await expect(entry).toBeFocused();
  const name = (text: string) => /^Experiments( · Understudy)?$/.test(text);
  await expect.poll(async () => (await announced()).filter(name)).toHaveLength(1);
  await page.waitForTimeout(1_500); // it would be announced again by now
  expect((await announced()).filter(name)).toHaveLength(1);
  await page.getByRole("main").getByRole("link", { name: "Cite the product page" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Cite the product page" })).toBeFocused();
});

test("an opened request is announced, and a saved version once", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/requests`);
  await page.getByRole("region", { name: "Requests, newest first" }).getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  const opened = page.getByRole("status").filter({ hasText: /is open beside the list\.$/ });
  await expect(opened).toHaveText(/^Request 1, /);
  await page.keyboard.press("ArrowDown");
  await expect(opened).toHaveText(/^Request 2, /);
  await page.keyboard.press("Escape");
  await expect(opened).toHaveCount(0);

  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " And briefly.");
  await page.keyboard.press("ControlOrMeta+s");
  const save = page.getByRole("dialog", { name: "Save as v2" });
  await expect(save.getByRole("listitem")).toHaveText(["System: +1 −1 lines"]);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest("[role=status], [role=alert], [aria-live=polite]");
        if (region?.textContent) said.push(region.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("v2 is saved.")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.filter((text) => text.includes("v2 is saved."))).toHaveLength(1);
  expect(said.filter((text) => text.includes("Nothing differs"))).toEqual([]);
});

test("the Tab key stops at one request, and the arrow keys move between requests", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/requests`);
  const list = page.getByRole("region", { name: "Requests, newest first" });
  const links = list.getByRole("row").getByRole("link");
  await links.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  const box = list.getByRole("checkbox").nth(2); // the first one chooses all rows
  await expect(box).toBeFocused();
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("checkbox").nth(3)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(links.nth(2)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(list.getByRole("button", { name: "Show older" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(list.getByRole("status")).toHaveText("50 older, 100 requests shown");
});

test("times in rows are no Tab stops, and the key T and the menu show exact ones", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/releases`);
  const times = page.getByRole("main").locator("time");
  await expect(times.first()).toHaveAttribute("title", /\d\d:\d\d:\d\d/);
  expect(await times.count()).toBeGreaterThan(5);
  await expect(page.locator("time[tabindex]")).toHaveCount(0);

  await page.keyboard.press("t");
  await expect(page.getByText("Times are exact.")).toBeVisible();
  const isClock = /\d\d:\d\d(:\d\d)?$/;
  for (const text of await times.allTextContents()) expect(text).toMatch(isClock);
  await page.reload();
  await expect(times.first()).toHaveText(isClock);
  await page.getByRole("complementary").locator("[aria-haspopup=menu]").last().press("Enter");
  await page.getByRole("menuitem", { name: /^Show how long ago/ }).press("Enter");
  await expect(times.first()).toHaveText(/^now$|min$/);
});
