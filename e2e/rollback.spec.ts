import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { startReceiver } from "@/lib/testing/receiver";
import { apiCall, expect as expectSoon, signIn, test } from "./support/fixtures";
import { reportAnswers } from "./support/live-answers";
import { newWorkspace } from "./support/own-workspace";
import { resolved } from "./support/prompts";

// A guard checks every 15 seconds and needs two checks.
const expect = expectSoon.configure({ timeout: 90_000 });
const name = "support/reply";
const inPath = encodeURIComponent(name);
const says = (text: string) => ({ messages: [{ role: "system", content: text }] });

/** The answers of the shop's model. With v2, every third answer lacks the required sentence. */
const answerOf = (version: number, count: number) =>
  version === 2 && count % 3 === 0 ? "It is on its way." : "It is on its way. You hear from us tomorrow.";

test("a bad version is rolled back while its author watches", async ({ browser, server, complaints }) => {
  test.setTimeout(300_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "admin" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const runtime = apiCall(server.url, workspace.keys.production);
  const must = async <T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown) => {
    const answer = await manage<T>(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  const receiver = await startReceiver();
  const secret = await test.step("alerts go to a webhook", async () => {
    const channel = { kind: "webhook", name: "Desk", url: `${receiver.url}/alerts` };
    return (await must<{ secret: string }>("POST", "/alert-channels", channel)).secret;
  });

  await test.step("v1 is live, scored and watched", async () => {
    await must("POST", "/prompts", { name, content: says("Say what is next."), message: "v1", deployTo: "production" });
    await must("PUT", `/prompts/${inPath}/online-evaluations/production`, {
      sampleRate: 1,
      scorers: [{ id: "next", name: "Says what is next", type: "contains", texts: ["You hear from us"] }],
    });
    const metrics = [{ name: "scorer:next", worse: "lower" }];
    await must("POST", "/guards", {
      prompt: name,
      environment: "production",
      metrics,
      minimumPerSide: 50,
      window: 200,
    });
  });

  let count = 0;
  /** An application under load: it resolves the live version, answers, and reports the answers. */
  const shop = async (answers: number) => {
    const { version } = await resolved(runtime, name);
    await reportAnswers(runtime, { prompt: name, version, count: answers }, () => ({
      input: "Where is it?",
      output: answerOf(version, count++),
    }));
    return version;
  };
  const scored = async (version: number) => {
    const query = `environment=production&metric=scorer:next&version=${version}&limit=100`;
    return (await must<{ items: unknown[] }>("GET", `/prompts/${inPath}/scored-answers?${query}`)).items.length;
  };

  await test.step("the answers of v2 are scored", async () => {
    await shop(90);
    await expect.poll(() => scored(1), { intervals: [1_000] }).toBe(90);
  });

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  await signIn(page, workspace.people.mara);

  await test.step("the author releases v2 and opens its quality", async () => {
    await must("POST", `/prompts/${inPath}/versions`, { content: says("Be brief."), message: "Shorter" });
    await must("POST", `/prompts/${inPath}/promote`, { version: 2, environment: "production", reason: "Shorter" });
    await page.goto(`/${workspace.slug}/quality/${name}?environment=production`);
    await expect(page.getByRole("heading", { level: 2, name: /v2/ }).first()).toBeVisible();
  });

  await test.step("v2 is worse, and v1 is restored while she watches", async () => {
    const deadline = Date.now() + 120_000;
    for (let version = await shop(75); version !== 1 && Date.now() < deadline; version = await shop(25))
      await sleep(2_000);
    expect((await resolved(runtime, name)).version).toBe(1);
    await expect(page.getByText("Rolled back automatically").first()).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: /^v1 is live again\. v2/ })).toBeVisible();
    await expect(page.getByRole("table").filter({ hasText: "Says what is next" }).first()).toBeVisible();
  });

  await test.step("the release contains the evidence, and v2 is locked", async () => {
    type Evidence = {
      guard: { findings: { metric: string; reading: string; current: { version: number; n: number } }[] };
    };
    const { items } = await must<{ items: { kind: string; fromVersion: number; evidence: Evidence }[] }>(
      "GET",
      `/prompts/${inPath}/releases?environment=production`,
    );
    expect(items[0]).toMatchObject({ kind: "auto-rollback", fromVersion: 2, toVersion: 1, actor: { kind: "system" } });
    const [finding] = items[0]?.evidence.guard.findings ?? [];
    expect(finding).toMatchObject({ metric: "scorer:next", reading: "critical", current: { version: 2 } });
    expect(finding?.current.n).toBeGreaterThanOrEqual(50);
    const again = { version: 2, environment: "production", reason: "Once more" };
    const { body } = await manage<{ code: string }>("POST", `/prompts/${inPath}/promote`, again);
    expect(body.code).toBe("version_locked");
  });

  const title = `${name} was rolled back to v1 in production`;
  await test.step("the alert is in her inbox", async () => {
    await page.goto(`/${workspace.slug}/inbox`);
    await page
      .getByRole("link", { name: new RegExp(title) })
      .first()
      .click();
    await expect(page).toHaveURL(/\/incidents\/support\/reply\?environment=production&revision=2$/);
    await expect(page.getByRole("heading", { level: 2, name: /^v2 fails “Says what is next” in/ })).toBeVisible();
    await expect(page.getByText(/^Rolled back automatically after/)).toBeVisible();
    await expect(page.getByText("It is on its way.", { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^Roll back/ })).toHaveCount(0);
  });

  await test.step("the alert was sent to the webhook, signed, once", async () => {
    await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
    const messages = receiver.received.map(({ headers, body }) => {
      new Webhook(secret).verify(body, headers as Record<string, string>);
      return JSON.parse(body) as { type: string; data: { title: string; prompt: string } };
    });
    const back = messages.filter(({ type }) => type === "guard.rolled_back");
    expect(back).toEqual([expect.objectContaining({ data: expect.objectContaining({ title, prompt: name }) })]);
  });

  await context.close();
  await receiver.stop();
});

test("a person rolls a worse version back from the page of its incident", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(300_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "admin" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const runtime = apiCall(server.url, workspace.keys.production);
  const must = async (method: "POST" | "PUT", path: string, body: unknown) => {
    const answer = await manage(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  };
  const place = { prompt: name, environment: "production" };
  const report = (version: number, count: number) =>
    reportAnswers(runtime, { prompt: name, version, count }, (index) => ({
      input: "Where is it?",
      output: answerOf(version, index),
    }));

  await test.step("a guard that only alerts finds v2 worse", async () => {
    await must("POST", "/prompts", { name, content: says("Say what is next."), message: "v1", deployTo: "production" });
    await must("PUT", `/prompts/${inPath}/online-evaluations/production`, {
      sampleRate: 1,
      scorers: [{ id: "next", name: "Says what is next", type: "contains", texts: ["You hear from us"] }],
    });
    const metrics = [{ name: "scorer:next", worse: "lower" }];
    await must("POST", "/guards", { ...place, metrics, minimumPerSide: 50, window: 200, rollsBack: false });
    await report(1, 90);
    await must("POST", `/prompts/${inPath}/versions`, { content: says("Be brief."), message: "Shorter" });
    await must("POST", `/prompts/${inPath}/promote`, { version: 2, environment: "production", reason: "Shorter" });
    await report(2, 90);
  });

  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  await signIn(page, workspace.people.mara);

  await test.step("the page reports it, and offers the rollback first", async () => {
    await page.goto(`/${workspace.slug}/incidents/${name}?environment=production&revision=2`);
    await expect(page.getByText(/^Worse and still live, for/)).toBeVisible();
    await expect(page.getByRole("columnheader", { name: "p (worse)" })).toBeVisible();
    const side = page.getByRole("complementary", { name: "About this release" });
    const audience = side.getByRole("region", { name: "Who gets v2" });
    await expect(audience).toContainText("90 users, 90 answers");
    await expect(audience).toContainText(/Everyone, \d+ answers a minute/);
    await expect(side.getByRole("region", { name: "What v2 changed" })).toContainText("v2: Be brief.");
    await expect(side.getByRole("link", { name: "Let this guard roll back automatically" })).toBeVisible();
  });

  await test.step("v1 is served again, and the page reports the rollback", async () => {
    await page.getByRole("button", { name: "Roll back to v1" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Roll back to v1" }).click();
    await expect.poll(async () => (await resolved(runtime, name)).version).toBe(1);
    await expect(page.getByText(/^Rolled back after/)).toBeVisible();
    await expect(page.getByRole("region", { name: "Who got v2" })).toContainText("90 users, 90 answers");
  });
  await context.close();
});
