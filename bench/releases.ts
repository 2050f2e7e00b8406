/** Measures the effect of frequent releases of one prompt on others: 1,000 warm prompts, a release every 0.4 s. */
import { setTimeout as sleep } from "node:timers/promises";
import { headerOf, Line, requestBytes } from "./line";
import { copyPrompt, createPrompt, move, resolvePath, runtimeHeaders } from "./prompts";
import { database, product } from "./stage";
import { milliseconds, quantile, type Table } from "./table";

const prompts = 1_000;
const everyMs = 400;
const releases = 25;
const released = "support/answer";

/** The responses by source, and their times. */
type ResolveCounts = { sources: Map<string, number>; times: number[] };

export async function releasesAmongWarm(): Promise<Table> {
  const databaseUrl = await database();
  const server = await product({ DATABASE_URL: databaseUrl });
  await createPrompt(server, released, 2);
  await copyPrompt(databaseUrl, released, prompts);
  const headers = runtimeHeaders(server.credentials);
  const names = [released, ...Array.from({ length: prompts }, (_, n) => `bench/copy-${n + 1}`)];
  const requests = names.map((name) => requestBytes(server.url + resolvePath(name), headers));
  // Several connections, so that every runtime process gets requests.
  const lines = await Promise.all(Array.from({ length: 8 }, () => Line.open(server.url)));
  const pass = async (line: Line, seen: ResolveCounts) => {
    for (const request of requests) {
      const answer = await line.send(request);
      if (answer.status !== 200) throw new Error(`resolve answered ${answer.status}`);
      const source = headerOf(answer, "x-prompt-source") ?? "none";
      seen.sources.set(source, (seen.sources.get(source) ?? 0) + 1);
      seen.times.push(answer.ms);
    }
  };
  await Promise.all(lines.map((line) => pass(line, { sources: new Map(), times: [] })));

  const seen: ResolveCounts = { sources: new Map(), times: [] };
  let isOver = false;
  const readers = lines.map(async (line) => {
    while (!isOver) await pass(line, seen);
  });
  for (let n = 0; n < releases; n++) {
    await Promise.all([move(server, n % 2 ? "promote" : "rollback", released, n % 2 ? 2 : 1), sleep(everyMs)]);
  }
  isOver = true;
  await Promise.all(readers);
  for (const line of lines) line.close();
  const share = (seen.sources.get("memory") ?? 0) / seen.times.length;
  const others = [...seen.sources].filter(([source]) => source !== "memory").map(([source, n]) => `${n} ${source}`);
  return {
    title: `A release every ${everyMs / 1_000} s among ${prompts.toLocaleString("en")} warm prompts`,
    rows: [
      {
        what: "answers from memory",
        result: `${(share * 100).toFixed(2)} % of ${seen.times.length.toLocaleString("en")} (${others.join(", ") || "all"})`,
        goal: "≥ 95 %",
        isMet: share >= 0.95,
      },
      {
        what: "time of an answer",
        result: `p50 ${milliseconds(quantile(seen.times, 0.5))}, p99 ${milliseconds(quantile(seen.times, 0.99))}`,
      },
    ],
  };
}
