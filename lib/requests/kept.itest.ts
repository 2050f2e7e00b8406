import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { storeEvents } from "@/lib/telemetry/commands/store-events";
import { storeSpans } from "@/lib/telemetry/commands/store-spans";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { eventFingerprint, eventKey } from "@/lib/telemetry/event-key";
import type { StorableEvent } from "@/lib/telemetry/event-row";
import { sweepStore } from "@/lib/telemetry/store/commands/sweep-store";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { countRequests } from "./queries/count";
import { getTraceOrThrow } from "./queries/trace";

const target = process.env.CLICKHOUSE_URL;
const day = 86_400_000;
/** A time in a month that ended more than 35 days ago, and within the retention of 90 days. */
const then = Date.now() - 75 * day;
const name = "kept/old";

let proxy: TcpProxy;
let workspace: TestWorkspace;
let mount: Mount;
let manage: Client;

/** Stores events with an old time directly, because the intake rejects such events. */
async function storeThen(events: { id: string; input: object }[]): Promise<void> {
  const { workspaceId, environments } = workspace;
  const prompt = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
  const rows = events.map(({ id, input }, index): StorableEvent => {
    const event = { type: "interaction" as const, id, interactionId: id, prompt: name, version: 1, ...input };
    return {
      index,
      key: eventKey(id),
      fingerprint: eventFingerprint(event),
      at: then + index,
      input: event,
      reference: { promptId: prompt.id, environmentId: environments.production },
      environmentIds: null,
      policy: null,
      mark: null,
    };
  });
  await storeEvents({ workspaceId, keyId: null }, rows);
}

const list = async (query: string) => (await manage.get(`/interactions?limit=100${query}`)).body;
/**
 * Reads all pages of a list. On a slow machine pages are short, and ClickHouse may be queried again after some seconds.
 */
async function readAll(query: string, cursor = ""): Promise<{ interactionId: string }[]> {
  const { items, nextCursor, isPartial } = await list(query + cursor);
  if (isPartial) await sleep(500);
  if (isPartial) return readAll(query, cursor);
  return nextCursor ? [...items, ...(await readAll(query, `&cursor=${nextCursor}`))] : items;
}
const ids = async (query: string) => (await readAll(query)).map(({ interactionId }) => interactionId);

describe.skipIf(!target)("rows stored only in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    proxy = await startTcpProxy({ target: target ?? "" });
    process.env.CLICKHOUSE_URL = proxy.url; // the address is read once, at the first use
    workspace = await createTestWorkspace();
    await createLivePrompt(workspace.owner, name);
    mount = await mountAheadOfNext();
    manage = createClient(mount.send, workspace.manageKey);
    const step = { sessionId: "s_old", traceId: "t_old", userId: "u_old", attributes: { tier: 2 }, costUsd: 0.5 };
    await storeThen([
      ...Array.from({ length: 30 }, (_, n) => ({ id: `o${n}`, input: { latencyMs: n } })),
      { id: "told", input: { ...step, input: { q: "Über uns?" }, output: 'Say "yes"', error: "429" } },
    ]);
    await storeSpans(workspace.workspaceId, [
      {
        at: then + 50,
        environmentId: workspace.environments.production,
        kind: "tool",
        durationMs: 5,
        ttftMs: null,
        costUsd: null,
        inputTokens: null,
        outputTokens: null,
        cachedTokens: null,
        traceId: "t_old",
        spanId: "span",
        parentId: null,
        name: "search",
        service: "shop",
        model: null,
        sessionId: "s_old",
        userId: null,
        error: null,
        interactionId: null,
        attributes: { k: "v" },
        input: { a: 1 },
        output: null,
      },
    ]);
    await copyToStore();
    await sweepEvents(Date.now() + 10_000, { hotDays: 35 });
    await manage.post("/events", {
      events: [interactionEvent("new", { prompt: name })],
    });
  });
  afterAll(async () => {
    await mount?.stop();
    process.env.CLICKHOUSE_URL = target;
    await proxy?.stop();
  });

  it("are deleted from PostgreSQL, and listed after its newer rows, paged", async () => {
    const [{ count }] = await prisma().$queryRaw<[{ count: number }]>`
      select count(*)::int from interactions where workspace_id = ${workspace.workspaceId}::uuid`;
    expect(count).toBe(1);
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await manage.get(`/interactions?limit=10${cursor}`);
      expect(body.isPartial).toBe(false);
      seen.push(...body.items.map((one: { interactionId: string }) => one.interactionId));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
    } while (cursor);
    expect(seen).toEqual(["new", "told", ...Array.from({ length: 30 }, (_, n) => `o${29 - n}`)]);
  });

  it.each([
    ["&search=%C3%BCBER", ["told"]],
    ["&search=say%20%22yes", ["told"]],
    ["&search=never%20said", []],
    ["&attribute=tier%3A2&failed=true&userId=u_old", ["told"]],
    ["&minLatencyMs=29", ["o29"]],
    ["&sessionId=s_old", ["told"]],
  ])("are found by %s", async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it("are in an answer, a session, a trace and an export", async () => {
    const whole = {
      input: { q: "Über uns?" },
      output: 'Say "yes"',
      error: "429",
      attributes: { tier: 2 },
      costUsd: 0.5,
    };
    expect((await manage.get("/interactions/told")).body).toMatchObject(whole);
    expect((await readAll("&sessionId=s_old"))[0]).toMatchObject({
      inputExcerpt: "Über uns?",
      outputExcerpt: 'Say "yes"',
    });
    const { steps } = await getTraceOrThrow(workspace.owner, "t_old");
    expect(steps).toMatchObject([
      { interactionId: "told", prompt: name, input: { q: "Über uns?" } },
      { id: "span", kind: "tool", service: "shop", input: { a: 1 }, attributes: { k: "v" } },
    ]);
    const jsonl = await manage.get("/interactions/export?format=jsonl&failed=true");
    expect(JSON.parse(jsonl.text.trim())).toMatchObject({ interactionId: "told", ...whole });
  });

  it("can be rated later: new feedback is merged with the earlier one in ClickHouse", async () => {
    const say = async (feedback: object) => {
      const event = { type: "feedback", interactionId: "o5", ...feedback };
      expect((await manage.post("/events", { events: [event] })).body).toMatchObject({ rejected: [] });
      await copyToStore();
      return (await manage.get("/interactions/o5")).body;
    };
    expect(await say({ id: "f1", stars: 2, comment: "Too late.", completed: true })).toMatchObject({
      completed: true,
      feedback: { stars: 2, comment: "Too late." },
    });
    const later = await say({ id: "f2", thumbs: "down" });
    expect(later).toMatchObject({ latencyMs: 5, feedback: { stars: 2, thumbs: "down", comment: "Too late." } });
    expect(await ids("&thumbs=down")).toEqual(["o5"]);
    const [row] =
      (await clickHouse()?.rows<{ n: string }>(
        "select count() as n from interactions final where workspace_id = {id:UUID} and id = 'o5'",
        { id: workspace.workspaceId },
      )) ?? [];
    expect(row?.n).toBe("1");
  });

  it("can be scored later in ClickHouse", async () => {
    await prisma().$executeRaw`
      insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, at, value, passed)
      select p.workspace_id, p.id, ${workspace.environments.production}::uuid, 'o5', m.metric, '', 1, ${new Date(then)}, m.value, m.value > 0.5
      from prompts p, (values ('scorer:tone', 0.9), ('scorer:brief', 0.1)) m (metric, value)
      where p.workspace_id = ${workspace.workspaceId}::uuid on conflict do nothing`;
    await copyToStore();
    expect(await ids("&scoreBelow=0.2")).toEqual(["o5"]);
    expect(await ids("&passed=false&metric=scorer%3Abrief")).toEqual(["o5"]);
  });

  it("are found by labels, and by their latest copy only", async () => {
    await manage.patch("/interactions/told/marks", { labels: ["old"] });
    expect(await ids("&label=old")).toEqual(["told"]);
    const columns =
      "workspace_id, at, id, prompt_id, environment_id, version, interaction_id, expires_at, contents_expire_at";
    await clickHouse()?.run(
      `insert into interactions (${columns}, revision, latency_ms) select ${columns}, revision + 1, 1000 from interactions
       where workspace_id = {id:UUID} and id = 'o7' limit 1`,
      { id: workspace.workspaceId },
    );
    expect(await ids("&minLatencyMs=6&maxLatencyMs=8")).toEqual(["o8", "o6"]);
    expect(await ids("&minLatencyMs=1000")).toEqual(["o7"]);
    const time = { from: new Date(then).toISOString(), to: new Date(then + 1_000).toISOString() };
    expect(await countRequests(workspace.owner, { ...time, minLatencyMs: "0" })).toMatchObject({ matching: 30 });
  });

  it("are missing while ClickHouse is unavailable, with a note; newer rows are listed", async () => {
    await proxy.cut();
    expect(await list("")).toMatchObject({ isPartial: true, items: [{ interactionId: "new" }] });
    // A file does not say that rows are missing.
    for (const path of ["/interactions/told", "/interactions/export?format=csv"])
      expect(await manage.get(path), path).toMatchObject({ status: 503, body: { code: "database_unavailable" } });
    await proxy.restore();
    // ClickHouse is queried again after some seconds.
    await expect
      .poll(() => list("&failed=true"), { timeout: 25_000 })
      .toMatchObject({ isPartial: false, items: [{ interactionId: "told" }] });
  });

  it("are deleted if the retention of their environment is reduced", async () => {
    const keep = (policy: object) => manage.patch("/environments/production/content-policy", policy);
    await keep({ contentDays: 40 });
    await sweepStore();
    expect((await manage.get("/interactions/told")).body).toMatchObject({
      output: null,
      contentMark: "expired",
      costUsd: 0.5,
    });
    expect(await ids("&search=say")).toEqual([]);
    await keep({ contentDays: 40, eventDays: 60 });
    await sweepStore();
    expect(await ids("")).toEqual(["new"]);
    expect((await manage.get("/interactions/told")).status).toBe(404);
  });
});
