/** Measures the cost of storing events, and its effect on resolve. */
import { freshProcess } from "@/e2e/support/fresh-process";
import type { RunningServer } from "@/e2e/support/server";
import { closeDatabase } from "@/lib/core/db";
import { createCalled } from "./calls";
import type { EventLoad, EventLoadResult } from "./event-load";
import { createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { bareServer, cpuSeconds, database, measure, product, runLoad, runtimeAlone, sameBytes } from "./stage";
import { median, milliseconds, perSecond, type Table } from "./table";

const rounds = 3;
const seconds = 6;
const prompt = "support/answer";
const goalPerSecond = 10_000;

type Stream = { prompt: string; seconds: number; rate: number; kind?: EventLoad["kind"] };

/** Sends events or spans of a prompt: `rate` batches of 500 per second. 0: as fast as possible. */
export function sendEvents({ url, credentials }: RunningServer, stream: Stream): Promise<EventLoadResult> {
  return sendWith(url.replace("localhost", "127.0.0.1"), credentials.apiKeys.runtime.production, stream);
}

function sendWith(url: string, key: string, stream: Stream): Promise<EventLoadResult> {
  const load: EventLoad = {
    url,
    key,
    connections: 4,
    batch: 500,
    users: 100_000,
    kind: "events",
    ...stream,
  };
  return runLoad<EventLoadResult>("bench/event-load.ts", load);
}

const send = (server: RunningServer, rate: number) => sendEvents(server, { prompt, seconds, rate });

type Server = { url: string; alone: number[]; beside: number[] };

export async function events(): Promise<Table> {
  const server = await product({ DATABASE_URL: await database() });
  await createPrompt(server, prompt);
  const headers = runtimeHeaders(server.credentials);
  const path = resolvePath(prompt);
  const url = server.url.replace("localhost", "127.0.0.1") + path;
  const bare = await bareServer(await sameBytes(url, headers));
  const own: Server = { url, alone: [], beside: [] };
  // A server that only answers. Its loss beside the same events is caused by the lack of processors.
  const nothing: Server = { url: bare.url + path, alone: [], beside: [] };
  const steady = (target: Server) =>
    measure({ url: target.url, headers, connections: 16, seconds: seconds - 1, rate: 1_000, isGentle: true });
  await send(server, 0);
  for (const target of [own, nothing]) await steady(target);
  const most: EventLoadResult[] = [];
  const kept: EventLoadResult[] = [];
  for (let count = 0; count < rounds; count++) {
    most.push(await send(server, 0));
    for (const target of [own, nothing]) {
      target.alone.push((await steady(target)).p99);
      const [sent, answered] = await Promise.all([send(server, goalPerSecond / 500), steady(target)]);
      kept.push(sent);
      target.beside.push(answered.p99);
    }
  }
  const stored = median(most.map((each) => each.perSecond));
  const ratioOf = ({ alone, beside }: Server) => median(beside.map((p99, round) => p99 / (alone[round] ?? 0)));
  const change = (target: Server) =>
    `${ratioOf(target).toFixed(2)} × (${milliseconds(median(target.alone))} → ${milliseconds(median(target.beside))})`;
  const beside = `p99 at 1,000/s beside ${perSecond(median(kept.map((each) => each.perSecond)))} events, against alone`;
  return {
    title: `Events in batches of 500 over HTTP, stored in PostgreSQL (${rounds} rounds in turn, medians)`,
    rows: [
      {
        what: "events accepted and stored, as fast as answers come",
        result: `${perSecond(stored)}, a batch in ${milliseconds(median(most.map(({ p50 }) => p50)))}`,
        goal: `≥ ${perSecond(goalPerSecond)}`,
        isMet: stored >= goalPerSecond,
      },
      { what: `resolve: ${beside}`, result: change(own), goal: "≤ 1.20 ×", isMet: ratioOf(own) <= 1.2 },
      { what: "a bare node:http server, which stores nothing: the same", result: change(nothing) },
      {
        what: "resolve against the bare server, both beside events",
        result: `${median(own.beside.map((p99, round) => p99 / (nothing.beside[round] ?? 0))).toFixed(2)} ×`,
      },
    ],
  };
}

const goalSpansPerSecond = 5_000;

/**
 * OTLP as JSON, as fast as possible, alternating with events of the same processes, which show the current speed of the
 * machine. Runtime processes accept both, so nothing else is started.
 */
export async function otlp(): Promise<Table> {
  const databaseUrl = await database();
  const { url, pids } = await runtimeAlone(databaseUrl, 2);
  freshProcess({ DATABASE_URL: databaseUrl });
  const { runtimeKeys } = await createCalled();
  await closeDatabase();
  const used = () => pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? Number.NaN), 0);
  type IntakeResult = EventLoadResult & { microseconds: number };
  const found: Record<EventLoad["kind"], IntakeResult[]> = { events: [], spans: [] };
  for (let count = 0; count <= rounds; count++)
    for (const kind of ["events", "spans"] as const) {
      const before = used();
      const result = await sendWith(url, runtimeKeys.production, { prompt: "bench/answer", seconds, rate: 0, kind });
      const microseconds = ((used() - before) / result.events) * 1e6;
      if (count > 0) found[kind].push({ ...result, microseconds }); // the first one is a warm-up
    }
  const stored = median(found.spans.map((each) => each.perSecond));
  const ratio = median(found.spans.map((each, round) => each.perSecond / (found.events[round]?.perSecond ?? 0)));
  const processor = (kind: EventLoad["kind"]) =>
    `${median(found[kind].map((each) => each.microseconds)).toFixed(0)} µs`;
  return {
    title: `Spans in batches of 500 over OTLP/HTTP in JSON, stored in PostgreSQL (${rounds} rounds in turn, medians)`,
    rows: [
      {
        what: "spans accepted and stored, as fast as answers come; one in four is an interaction too",
        result: `${perSecond(stored)}, a batch in ${milliseconds(median(found.spans.map(({ p50 }) => p50)))}`,
        goal: `≥ ${perSecond(goalSpansPerSecond)}`,
        isMet: stored >= goalSpansPerSecond,
      },
      { what: "against events of the same processes", result: `${ratio.toFixed(2)} ×` },
      {
        what: "processor time of the runtime processes for a span, and for an event",
        result: `${processor("spans")}, ${processor("events")}`,
      },
    ],
  };
}
