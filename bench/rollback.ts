/** Measures the time from a click on "Roll back" until applications get the old version, on every instance. */
import { setTimeout as sleep } from "node:timers/promises";
import { findRedis } from "@/e2e/support/redis";
import type { RunningServer } from "@/e2e/support/server";
import type { Client } from "@/packages/client/src/api";
import { createClient } from "@/packages/client/src/index";
import { Line, requestBytes } from "./line";
import { createPrompt, move, resolvePath, runtimeHeaders } from "./prompts";
import { database, product, redis } from "./stage";
import { type BenchRow, milliseconds, quantile, type Table } from "./table";

const runs = 60;
const silentRuns = 4;
const followers = 100;
const prompt = "support/answer";

type Watcher = { line: Line; request: Buffer };

async function watch({ url, credentials }: RunningServer): Promise<Watcher> {
  return { line: await Line.open(url), request: requestBytes(url + resolvePath(prompt), runtimeHeaders(credentials)) };
}

/** The time at which this instance first answers with the version. Polls about every millisecond. */
async function servedAt({ line, request }: Watcher, version: number, limitMs: number): Promise<number> {
  const until = performance.now() + limitMs;
  while (performance.now() < until) {
    const { status, body } = await line.send(request);
    if (status !== 200) throw new Error(`resolve answered ${status}`);
    if (body.includes(`"version":${version},`)) return performance.now();
    await sleep(1);
  }
  throw new Error(`version ${version} was not served within ${limitMs} ms`);
}

/** Applications with the client, which follow the instances by streams. The same number on each. */
async function follow(instances: readonly RunningServer[]): Promise<Client[]> {
  const clients = Array.from({ length: followers }, (_, n) => {
    const { url, credentials } = instances[n % instances.length] as RunningServer;
    return createClient({ url, apiKey: credentials.apiKeys.runtime.production, environment: "production" });
  });
  const limit = performance.now() + 60_000;
  while (!clients.every((client) => client.state().isConnected)) {
    if (performance.now() > limit) throw new Error("not every client has its stream after 60 s");
    await sleep(20);
  }
  return clients;
}

/** The time at which this client first answers with the version. */
const answeredAt = (client: Client, version: number, limitMs: number) =>
  new Promise<number>((done, fail) => {
    const look = () => {
      if (client.peek(prompt)?.version !== version) return;
      stop();
      clearTimeout(timer);
      done(performance.now());
    };
    const timer = setTimeout(() => fail(new Error(`a client had no version ${version} within ${limitMs} ms`)), limitMs);
    const stop = client.onChange(look);
    look();
  });

type Times = { fromClick: number[]; fromAnswer: number[] };

/** Rolls back once on `at`. Returns when each watcher and each client got the version. */
async function rollBack(at: RunningServer, watchers: Watcher[], clients: readonly Client[], limitMs: number) {
  await move(at, "promote", prompt, 2);
  await Promise.all(watchers.map((watcher) => servedAt(watcher, 2, limitMs)));
  await Promise.all(clients.map((client) => answeredAt(client, 2, limitMs)));
  await sleep(20 + Math.random() * 80); // not aligned with any timer of the product
  const clicked = performance.now();
  const reached = Promise.all(clients.map((client) => answeredAt(client, 1, limitMs)));
  const [answered, ...served] = await Promise.all([
    move(at, "rollback", prompt, 1).then(() => performance.now()),
    ...watchers.map((watcher) => servedAt(watcher, 1, limitMs)),
  ]);
  return { clicked, answered, served, told: await reached };
}

const row = (what: string, { fromClick, fromAnswer }: Times, goalMs: number): BenchRow => {
  const p99 = quantile(fromClick, 0.99);
  const after = Math.max(0, quantile(fromAnswer, 0.99));
  return {
    what,
    result: `p50 ${milliseconds(quantile(fromClick, 0.5))}, p99 ${milliseconds(p99)} (after the answer: p99 ${milliseconds(after)})`,
    goal: `≤ ${goalMs.toLocaleString("en")} ms p99`,
    isMet: p99 <= goalMs,
  };
};

export async function rollback(): Promise<Table> {
  const found = findRedis();
  const databaseUrl = await database();
  const shared: Record<string, string> = { DATABASE_URL: databaseUrl };
  if (!("missing" in found)) shared.REDIS_URL = (await redis()).url;
  const first = await product(shared);
  await createPrompt(first, prompt, 2);
  const others = shared.REDIS_URL
    ? [await product(shared, first.credentials), await product(shared, first.credentials)]
    : [];
  const watchers = await Promise.all([first, ...others].map(watch));
  const clients = await follow([first, ...others]);

  const here: Times = { fromClick: [], fromAnswer: [] };
  const last: Times = { fromClick: [], fromAnswer: [] };
  const lastClient: Times = { fromClick: [], fromAnswer: [] };
  for (let run = 0; run < runs; run++) {
    const { clicked, answered, served, told: reached } = await rollBack(first, watchers, clients, 20_000);
    const add = (times: Times, at: number) => {
      times.fromClick.push(at - clicked);
      times.fromAnswer.push(at - answered);
    };
    add(here, served[0] ?? Number.NaN);
    add(last, Math.max(...served));
    add(lastClient, Math.max(...reached));
  }
  const rows = [row("the instance that rolled back", here, 300)];
  if (others.length > 0) rows.push(row("the last of 3 instances on one Redis", last, 300));
  else rows.push({ what: "the last of 3 instances", result: `skipped: ${"missing" in found && found.missing}` });

  rows.push(row(`the last of ${followers} clients that follow ${1 + others.length} instances`, lastClient, 300));
  await Promise.all(clients.map((client) => client.close(0)));

  // An instance without Redis receives no notifications. It only polls PostgreSQL every few seconds.
  const deaf = await product({ DATABASE_URL: databaseUrl }, first.credentials);
  const ear = await watch(deaf);
  const silent: Times = { fromClick: [], fromAnswer: [] };
  for (let run = 0; run < silentRuns; run++) {
    const { clicked, answered, served } = await rollBack(first, [ear], [], 30_000);
    silent.fromClick.push((served[0] ?? Number.NaN) - clicked);
    silent.fromAnswer.push((served[0] ?? Number.NaN) - answered);
  }
  rows.push(row(`an instance that hears no hints (${silentRuns} runs)`, silent, 15_000));
  for (const { line } of [...watchers, ear]) line.close();
  return { title: `Rollback: from the click until the old version is served (${runs} runs)`, rows };
}
