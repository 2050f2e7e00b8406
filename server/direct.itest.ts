import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { childrenOf } from "@/e2e/support/child-processes";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { closeDatabase, prisma } from "@/lib/core/db";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";

const target = process.env.CLICKHOUSE_URL;
const boundMb = 8;
let proxy: TcpProxy;
let own: OwnDatabase;
let kept: KeptEvents;
let runtime: RunningServer;
let worker: RunningServer;

/** Starts runtime processes or a worker as in production. The worker reaches ClickHouse through the proxy. */
async function start(role: "runtime" | "worker"): Promise<RunningServer> {
  return startServer({
    credentials: {} as Credentials,
    env: {
      DATABASE_URL: own.url,
      CLICKHOUSE_URL: proxy.url,
      EVENTS_WAITING_MB: String(boundMb),
      UNDERSTUDY_ROLE: role,
      RUNTIME_PROCESSES: "2",
      STUDIO_URL: "http://127.0.0.1:9", // the test requests no pages
      SHUTDOWN_GRACE_SECONDS: "0",
      SHUTDOWN_SECONDS: "6",
    },
  });
}

const acknowledged = new Set<string>();
const acknowledgedSpans = new Set<string>();
/** Sends a body. Returns null if there was no response. */
async function postTo(path: string, body: object): Promise<Response | null> {
  return fetch(`${runtime.url}/api/v1${path}`, {
    method: "POST",
    // A new connection per request, so that the sockets of a killed process are not reused.
    headers: {
      authorization: `Bearer ${kept.workspace.runtimeKeys.production}`,
      "content-type": "application/json",
      connection: "close",
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
}
const post = (events: object[]) => postTo("/events", { events });

const hex = (text: string, length: number) => Buffer.from(text).toString("hex").slice(0, length).padEnd(length, "f");
const startedAt = String(BigInt(Date.now()) * 1_000_000n);
/** Sends the spans of a trace and retries until they are accepted, as an exporter does. */
async function sendSpansSurely(trace: string, count: number): Promise<void> {
  const spans = Array.from({ length: count }, (_, n) => ({
    traceId: hex(trace, 32),
    spanId: hex(`${n}`, 16),
    name: `${trace} ${n}`,
    startTimeUnixNano: startedAt,
    endTimeUnixNano: startedAt,
  }));
  for (;;) {
    const response = await postTo("/otlp/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans }] }] });
    if (response?.status === 200) {
      expect(await response.json()).toEqual({});
      for (const { name } of spans) acknowledgedSpans.add(name);
      return;
    }
    await response?.body?.cancel();
    await sleep(50);
  }
}

async function noteTaken(response: Response, events: readonly { id: string }[]): Promise<void> {
  expect(await response.json()).toMatchObject({ rejected: [] });
  for (const { id } of events) acknowledged.add(id);
}

/** Sends events and retries until they are acknowledged, as a client does. Returns the number of retries. */
async function sendSurely(events: { id: string }[]): Promise<number> {
  for (let again = 0; ; again++) {
    const response = await post(events);
    if (response?.status === 202) {
      await noteTaken(response, events);
      return again;
    }
    await response?.body?.cancel();
    await sleep(50);
  }
}

/** Kills a process of a server. Its supervisor restarts it. */
function kill(server: RunningServer, part: "runtime" | "worker"): void {
  const pids = childrenOf(server.pid).filter(({ command }) => command.includes(`${part}.js`));
  const one = pids[Math.floor(Math.random() * pids.length)];
  if (!one) throw new Error(`No ${part} process runs.`);
  process.kill(one.pid, "SIGKILL");
}

/** Waits until a count has grown by `by`, and a moment longer, so that the next process is killed while it works. */
async function untilMore(count: () => number | Promise<number>, by: number): Promise<void> {
  const before = await count();
  await expect.poll(count, { timeout: 120_000, interval: 50 }).toBeGreaterThanOrEqual(before + by);
  await sleep(Math.random() * 300);
}
const inStore = async () => (await kept.there("id")).length;

const waiting = async () => {
  const [row] = await prisma().$queryRaw<[{ n: number; bytes: number }]>`
    select (select count(*) from event_batches)::int + (select count(*) from forward_batches)::int
        + (select count(*) from direct_spans)::int as n,
      (select coalesce(sum(bytes), 0) from direct_batches)::int as bytes`;
  return row;
};
const untilMoved = () => expect.poll(async () => (await waiting()).n, { timeout: 60_000, interval: 500 }).toBe(0);

/** Checks that every acknowledged event is in ClickHouse once, is counted once, and has no row in PostgreSQL. */
async function expectEachOnce() {
  const there = (await kept.there("id")).map(({ id }) => String(id));
  expect(there.length).toBe(acknowledged.size);
  expect(there.filter((id) => !acknowledged.has(id))).toEqual([]);
  expect(await kept.used()).toBe(acknowledged.size);
  expect(await kept.here()).toEqual([]);
  expect(await kept.logged()).toBe(0);
  const spans = (await kept.spansThere()).map(({ name }) => name);
  expect(spans.toSorted()).toEqual([...acknowledgedSpans].toSorted());
  const [rows] = await prisma().$queryRaw<[{ n: number }]>`select count(*)::int as n from spans`;
  expect(rows.n).toBe(0);
}

describe.skipIf(!target)("answers and spans stored only in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    proxy = await startTcpProxy({ target: target ?? "" });
    own = await createOwnDatabase(process.env.TEST_DATABASE_URL ?? "");
    freshProcess({ DATABASE_URL: own.url });
    kept = await createKeptEvents("direct/killed");
    await kept.startDirect();
    [runtime, worker] = await Promise.all([start("runtime"), start("worker")]);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([runtime?.stop(), worker?.stop()]);
    await closeDatabase();
    await own?.drop();
    await proxy?.stop();
  }, 60_000);

  it("are neither lost nor duplicated if runtime processes and the worker are killed repeatedly", async () => {
    let [isOver, batches, repeated] = [false, 0, 0];
    const client = async (name: number) => {
      while (!isOver) {
        const events = Array.from({ length: 25 }, (_, n) => kept.interaction(`k-${name}-${batches}-${n}`));
        const trace = `t-${name}-${batches++}`;
        const again = await sendSurely(events); // before the sum is read, because other requests add to it
        repeated += again;
        await sendSpansSurely(trace, 5);
        await sleep(30);
      }
    };
    const killAll = async () => {
      for (let turn = 0; turn < 5; turn++) {
        await untilMore(() => acknowledged.size, 100);
        kill(runtime, "runtime");
        await untilMore(inStore, 1);
        kill(worker, "worker");
      }
    };
    const killer = killAll().finally(() => {
      isOver = true;
    });
    await Promise.all([...Array.from({ length: 6 }, (_, name) => client(name)), killer]);
    expect(repeated).toBeGreaterThan(0); // some were sent to a process that was killed
    await untilMoved();
    await expectEachOnce();
  }, 600_000);

  it("wait in PostgreSQL within their limit while ClickHouse is unavailable, and are copied once", async () => {
    await proxy.cut();
    const large = (batch: number) =>
      Array.from({ length: 16 }, (_, n) => kept.interaction(`away-${batch}-${n}`, { output: "x".repeat(60_000) }));
    const refused: { id: string }[][] = [];
    for (let batch = 0; refused.length < 3 && batch < 200; batch++) {
      const events = large(batch);
      const response = await post(events);
      if (response?.status === 202) await noteTaken(response, events);
      else {
        expect(response?.status).toBe(503);
        expect(await response?.json()).toMatchObject({ code: "database_unavailable" });
        expect(Number(response?.headers.get("retry-after"))).toBeGreaterThan(0);
        refused.push(events);
      }
      await sleep(500);
    }
    expect(refused).toHaveLength(3);
    const { bytes } = await waiting();
    expect(bytes).toBeGreaterThan(boundMb * 1024 * 1024);
    // A process caches the size of the queue for up to five seconds. Events sent meanwhile may exceed the bound.
    expect(bytes).toBeLessThan(boundMb * 1024 * 1024 + 24_000_000);
    await proxy.restore();
    for (const events of refused) await sendSurely(events);
    await untilMoved();
    await expectEachOnce();
  }, 150_000);
});
