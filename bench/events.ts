/** What storing events costs, and what it does to resolve meanwhile. */
import type { RunningServer } from "@/e2e/support/server";
import type { EventLoad, EventLoadResult } from "./event-load";
import { createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { database, measure, product, runLoad } from "./stage";
import { median, milliseconds, perSecond, type Table } from "./table";

const rounds = 3;
const seconds = 6;
const prompt = "support/answer";
const goalPerSecond = 10_000;

function send({ url, credentials }: RunningServer, rate: number): Promise<EventLoadResult> {
  const load: EventLoad = {
    ...{ url: url.replace("localhost", "127.0.0.1"), key: credentials.apiKeys.runtime.production, prompt },
    ...{ connections: 4, seconds, rate, batch: 500, users: 100_000 },
  };
  return runLoad<EventLoadResult>("bench/event-load.ts", load);
}

export async function events(): Promise<Table> {
  const server = await product({ DATABASE_URL: await database() });
  await createPrompt(server, prompt);
  const url = server.url.replace("localhost", "127.0.0.1") + resolvePath(prompt);
  const resolve = () =>
    measure({ url, headers: runtimeHeaders(server.credentials), connections: 16, seconds: seconds - 1, rate: 1_000 });
  await send(server, 0);
  await resolve();
  const most: EventLoadResult[] = [];
  const steady: EventLoadResult[] = [];
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let count = 0; count < rounds; count++) {
    most.push(await send(server, 0));
    alone.push((await resolve()).p99);
    const [sent, resolved] = await Promise.all([send(server, goalPerSecond / 500), resolve()]);
    steady.push(sent);
    beside.push(resolved.p99);
  }
  const stored = median(most.map((each) => each.perSecond));
  const kept = median(steady.map((each) => each.perSecond));
  const ratio = median(beside.map((p99, i) => p99 / (alone[i] ?? 0)));
  return {
    title: `Events in batches of 500 over HTTP, stored in PostgreSQL (${rounds} rounds in turn, medians)`,
    rows: [
      {
        what: "events accepted and stored, as fast as answers come",
        result: `${perSecond(stored)}, a batch in ${milliseconds(median(most.map(({ p50 }) => p50)))}`,
        goal: `≥ ${perSecond(goalPerSecond)}`,
        isMet: stored >= goalPerSecond,
      },
      {
        what: `resolve p99 at 1,000/s beside ${perSecond(kept)} events, against alone`,
        result: `${ratio.toFixed(2)} × (${milliseconds(median(alone))} → ${milliseconds(median(beside))})`,
        goal: "≤ 1.20 ×",
        isMet: ratio <= 1.2,
      },
    ],
  };
}
