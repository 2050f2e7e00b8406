/** Measures resolve without a memory hit: sequential requests, each prompt once per source. */
import { findRedis } from "@/e2e/support/redis";
import { headerOf, Line, requestBytes } from "./line";
import { copyPrompt, createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { database, product, redis } from "./stage";
import { type BenchRow, median, milliseconds, quantile, type Table } from "./table";

const warmUp = 500;
const count = 2_000;

type Times = Record<string, number[]>;

/** Requests every prompt once. Returns the times by source. */
async function pass(line: Line, requests: Buffer[]): Promise<Times> {
  const times: Times = {};
  for (const [index, request] of requests.entries()) {
    const answer = await line.send(request);
    if (answer.status !== 200) throw new Error(`resolve answered ${answer.status}`);
    const source = headerOf(answer, "x-prompt-source") ?? "none";
    times[source] ??= [];
    if (index >= warmUp) times[source].push(answer.ms);
  }
  return times;
}

export async function misses(): Promise<Table> {
  const title = `What a miss adds (${count.toLocaleString("en")} prompts, one request after another)`;
  const found = findRedis();
  const env: Record<string, string> = { DATABASE_URL: await database() };
  if (!("missing" in found)) env.REDIS_URL = (await redis()).url;
  const first = await product(env);
  await createPrompt(first, "support/answer");
  await copyPrompt(env.DATABASE_URL ?? "", "support/answer", warmUp + count);
  const headers = runtimeHeaders(first.credentials);
  const paths = Array.from({ length: warmUp + count }, (_, n) => resolvePath(`bench/copy-${n + 1}`));
  const on = (url: string) => paths.map((path) => requestBytes(url + path, headers));

  const line = await Line.open(first.url);
  const cold = await pass(line, on(first.url));
  const warm = await pass(line, on(first.url));
  line.close();
  const memory = median(warm.memory ?? []);
  const rows: BenchRow[] = [
    { what: "memory", result: `p50 ${milliseconds(memory)}, p99 ${milliseconds(quantile(warm.memory ?? [], 0.99))}` },
    row("PostgreSQL", cold.database, memory, 5),
  ];
  if (!env.REDIS_URL)
    return { title, rows: [...rows, { what: "Redis", result: `skipped: ${"missing" in found && found.missing}` }] };

  const second = await product(env, first.credentials);
  const other = await Line.open(second.url);
  const shared = await pass(other, on(second.url));
  other.close();
  rows.splice(1, 0, row("Redis", shared.redis, memory, 1));
  return { title, rows };
}

function row(source: string, times: number[] = [], memory: number, goalMs: number): BenchRow {
  const added = median(times) - memory;
  return {
    what: `${source} adds`,
    result: `p50 ${milliseconds(added)} (${times.length} of ${count} answers; p99 ${milliseconds(quantile(times, 0.99))})`,
    goal: `≤ ${goalMs} ms p50`,
    isMet: times.length > count * 0.95 && added <= goalMs,
  };
}
