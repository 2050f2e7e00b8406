/**
 * Measures the cost of 1,000 streams for one runtime process, the effect on other requests, and the time until a
 * rollback reaches the last stream.
 */
import { execFileSync } from "node:child_process";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { freshProcess } from "@/e2e/support/fresh-process";
import { findRedis } from "@/e2e/support/redis";
import { closeDatabase } from "@/lib/core/db";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { closeSharedCache } from "@/lib/core/redis";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { type Call, calls, content, createCalled } from "./calls";
import { database, measure, redis, runtimeAlone } from "./stage";
import { median, milliseconds, quantile, type Table } from "./table";

const count = 1_000;
const rollbacks = 30;
const rounds = 3;
const prompt = "bench/answer";
const environment = "production";
const [call] = calls as [Call];

/** Resident memory, in MB. */
const memoryOf = (pid: number) =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_000;

type Stream = { request: ClientRequest; version: number; at: number };

/** Follows the bundle as a client does, but only records the last version and its time. */
function open(url: string, headers: Record<string, string>): Promise<Stream> {
  return new Promise((done, fail) => {
    const request = get(`${url}/api/v1/stream`, { headers, agent: false }, (response: IncomingMessage) => {
      if (response.statusCode !== 200) return fail(new Error(`the stream answered ${response.statusCode}`));
      const stream: Stream = { request, version: 0, at: 0 };
      response.setEncoding("utf8");
      let rest = "";
      response.on("data", (text: string) => {
        rest += text;
        const end = rest.lastIndexOf("\n\n");
        if (end === -1) return;
        const received = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (received.includes("event: hello")) done(stream);
        const version = /"version":(\d+)/.exec(received.slice(received.lastIndexOf("event: change")))?.[1];
        if (version) Object.assign(stream, { version: Number(version), at: performance.now() });
      });
    });
    request.on("error", fail);
  });
}

async function untilAll(streams: readonly Stream[], version: number): Promise<number> {
  const limit = performance.now() + 10_000;
  while (streams.some((stream) => stream.version !== version)) {
    if (performance.now() > limit) throw new Error(`not every stream was told of version ${version}`);
    await sleep(2);
  }
  return Math.max(...streams.map(({ at }) => at));
}

export async function streams(): Promise<Table> {
  const DATABASE_URL = await database();
  const found = findRedis();
  const more: Record<string, string> = "missing" in found ? {} : { REDIS_URL: (await redis()).url };
  const runtime = await runtimeAlone(DATABASE_URL, 1, more);
  const [pid = 0] = runtime.pids;
  freshProcess({ DATABASE_URL, ...more });
  const { owner, runtimeKeys } = await createCalled();
  await saveVersion(owner, { name: prompt, content: content(" Be warm.") });
  const headers = { authorization: `Bearer ${runtimeKeys.production}` };
  const load = { url: runtime.url + call.path, headers, body: call.body, connections: 16, seconds: 8, rate: 1_000 };
  await measure({ ...load, rate: 0, seconds: 5 });
  const p99OfRounds = async () => {
    const results: number[] = [];
    for (let round = 0; round < rounds; round++) results.push((await measure(load)).p99);
    return median(results);
  };
  const alone = await p99OfRounds();

  const before = memoryOf(pid);
  const all: Stream[] = [];
  for (let opened = 0; opened < count; opened += 50)
    all.push(...(await Promise.all(Array.from({ length: 50 }, () => open(runtime.url, headers)))));
  await sleep(3_000);
  const after = memoryOf(pid);
  const beside = await p99OfRounds();

  const times: number[] = [];
  for (let run = 0; run < rollbacks; run++) {
    await promoteVersion(owner, { name: prompt, version: 2, environment });
    await untilAll(all, 2);
    await sleep(20 + Math.random() * 80); // not aligned with any timer of the product
    const began = performance.now();
    await rollBackPrompt(owner, { name: prompt, environment });
    times.push((await untilAll(all, 1)) - began);
  }
  const memoryAfterReleases = memoryOf(pid);
  for (const { request } of all) request.destroy();
  await settleAnnouncements();
  closeSharedCache();
  await closeDatabase();
  const cost = Math.max(after, memoryAfterReleases) - before;
  const ratio = beside / alone;
  const p99 = quantile(times, 0.99);
  return {
    title: `${count.toLocaleString("en")} streams on one runtime process`,
    rows: [
      {
        what: "memory",
        result: `${cost.toFixed(0)} MB (${before.toFixed(0)} before)`,
        goal: "≤ 100 MB",
        isMet: cost <= 100,
      },
      {
        what: "p99 of resolve at 1,000/s beside them",
        result: `${ratio.toFixed(2)} × alone (${milliseconds(alone)} → ${milliseconds(beside)}, medians of ${rounds} rounds)`,
        goal: "≤ 1.2 ×",
        isMet: ratio <= 1.2,
      },
      {
        what: `rollback until the last stream is told, by ${more.REDIS_URL ? "hint" : "poll"}`,
        result: `p50 ${milliseconds(quantile(times, 0.5))}, p99 ${milliseconds(p99)}`,
        ...(more.REDIS_URL && { goal: "≤ 300 ms", isMet: p99 <= 300 }),
      },
    ],
  };
}
