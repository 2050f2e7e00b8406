import { randomUUID } from "node:crypto";
import { type Api, expect, test } from "./support/fixtures";

test.describe.configure({ timeout: 120_000 });

/** Sends answers of a user, each some seconds before now. Returns their ids. */
async function send({ manage, runtime }: Api, userId: string, secondsAgo: readonly number[]): Promise<string[]> {
  type Prompt = { deployments: { environment: string; version: number }[] };
  const { body: prompt } = await manage<Prompt>("GET", "/prompts/support%2Freply");
  const version = prompt.deployments.find(({ environment }) => environment === "production")?.version;
  const now = Date.now();
  const events = secondsAgo.map((seconds) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: randomUUID(),
    prompt: "support/reply",
    version,
    userId,
    at: new Date(now - seconds * 1_000).toISOString(),
    output: `Sent ${seconds} s ago.`,
  }));
  expect((await runtime("production")("POST", "/events", { events })).status).toBe(202);
  return events.map(({ interactionId }) => interactionId);
}

test("live tail shows what arrives: late, in a burst, after a pause of the server, and while a request is open", {
  tag: "@slow",
}, async ({ page, api, credentials: { workspace } }) => {
  const user = `tail-${randomUUID()}`;
  await page.goto(`/${workspace}/requests?userId=${user}`);
  await expect(page.getByText("No request matches")).toBeVisible();
  const live = page.getByRole("switch", { name: /^Live/ });
  await live.click();
  const rows = page.getByRole("region", { name: "Requests, newest first" }).locator("[data-row]");
  const texts = () => rows.locator(".request-words").allTextContents();

  await test.step("a call that took longer arrives after one that began later", async () => {
    await send(api, user, [20]);
    await expect(rows).toHaveCount(1, { timeout: 15_000 });
    await send(api, user, [60]);
    await expect(rows).toHaveCount(2, { timeout: 15_000 });
    expect((await texts()).map((text) => /\d+ s/.exec(text)?.[0])).toEqual(["20 s", "60 s"]);
  });

  await test.step("a burst leaves no gap", async () => {
    await send(
      api,
      user,
      Array.from({ length: 150 }, (_, n) => 0.1 * n),
    );
    await expect(rows).toHaveCount(100, { timeout: 15_000 });
    const older = page.getByRole("button", { name: "Show older" });
    await older.click();
    await expect(rows).toHaveCount(150);
    await older.click();
    await expect(rows).toHaveCount(152);
    await expect(older).toBeHidden();
  });

  await test.step("it stays on when a filter changes", async () => {
    await page.getByRole("button", { name: "Last 7 days" }).click();
    await page.getByRole("button", { name: "Last hour" }).click();
    await expect(page).toHaveURL(/range=1h/);
    await expect(live).toBeChecked();
  });

  await test.step("it says that the server does not answer, and goes on", async () => {
    const isAct = (url: URL) => url.pathname.endsWith("/requests");
    await page.route(isAct, (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
    await expect(page.getByText("Live tail waits and tries again.")).toBeVisible({ timeout: 15_000 });
    await send(api, user, [0.05]);
    await page.unroute(isAct);
    await expect(page.getByText("Live tail waits and tries again.")).toBeHidden({ timeout: 15_000 });
    await expect(rows.first()).toContainText("Sent 0.05 s ago.", { timeout: 15_000 });
  });

  await test.step("new ones are held back while one is open or selected", async () => {
    await rows.first().getByRole("checkbox").check();
    await send(api, user, [0]);
    await expect(page.getByRole("button", { name: "1 new", exact: true })).toBeVisible({ timeout: 15_000 });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "1 new", exact: true })).toBeHidden();
  });
});

test("requests wait for a review by person; a reviewed one makes way for the next", { tag: "@slow" }, async ({
  page,
  api,
  credentials: { workspace },
}) => {
  const user = `review-${randomUUID()}`;
  // Older than the usual range of the page.
  await send(
    api,
    user,
    [8, 9, 10].map((days) => days * 86_400),
  );
  await page.goto(`/${workspace}/requests?userId=${user}&range=all`);
  const rows = page.getByRole("region", { name: "Requests, newest first" }).locator("[data-row]");
  await expect(rows).toHaveCount(3);
  const pane = page.getByLabel("The open request");
  await page.getByRole("checkbox", { name: "Select all requests shown" }).check();
  await page.getByRole("button", { name: "Ask for review" }).click();
  const dialog = page.getByRole("dialog");
  const me = await dialog
    .getByLabel("Who")
    .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text);
  await dialog.getByRole("button", { name: "Ask for review" }).click();
  await expect(page.getByText("3 requests are in the queue to review.")).toBeVisible();
  const tab = page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "To review" });
  await tab.click();
  const people = page.getByRole("navigation", { name: "Who is asked to review" });
  await expect(people).toBeVisible();
  for (const part of await people.getByRole("link").all()) {
    const count = Number(/\d+/.exec((await part.textContent()) ?? "")?.[0] ?? 0);
    await part.click();
    await expect(part).toHaveAttribute("aria-current", /.+/);
    await expect(rows).toHaveCount(count);
  }
  expect(me).toBeTruthy();
  await page.goto(`/${workspace}/requests?review=open&userId=${user}&range=all`);
  await rows.first().getByRole("link").click();
  await expect(pane.getByRole("button", { name: /^Mark as reviewed/ })).toBeVisible();
  const [second, third] = await Promise.all([1, 2].map((place) => rows.nth(place).getAttribute("data-row")));
  await page.screenshot({ path: "test-results/looks/review-queue.png" });
  await page.keyboard.press("r");
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`request=${second}`));
  await expect(pane).toHaveAttribute("aria-busy", "false");
  await pane.getByRole("button", { name: /^Mark as reviewed/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`request=${third}`));
  await expect(pane).toHaveAttribute("aria-busy", "false");
  await page.keyboard.press("r");
  await expect(page.getByText("No request matches")).toBeVisible();
});
