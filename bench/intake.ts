/** How many events are taken in, and what one costs each process: in PostgreSQL, and for ClickHouse alone. */
import { execFileSync } from "node:child_process";
import pg from "pg";
import { freshProcess } from "@/e2e/support/fresh-process";
import { closeDatabase } from "@/lib/core/db";
import { createCalled } from "./calls";
import type { EventLoad, EventLoadResult } from "./event-load";
import { clickHouseEngine, cpuSeconds, database, runLoad, runtimeAlone } from "./stage";
import { median, milliseconds, perSecond, type Table } from "./table";

const rounds = 3;
const goals = { postgres: 10_000, clickHouse: 30_000 };
type Kind = keyof typeof goals;

type Stage = {
  client: pg.Client;
  databaseUrl: string;
  url: string;
  key: string;
  pids: number[];
  engine: number | null;
};
type Measured = EventLoadResult & { runtime: number; postgres: number };

const usedBy = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? 0), 0);

/** The processes of a PostgreSQL: children of the one that a connection belongs to. */
async function postgresPids(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  const ps = (...args: string[]) => execFileSync("ps", ["-o", ...args], { encoding: "utf8" });
  const parent = ps("ppid=", "-p", String(rows[0].pid)).trim();
  return ps("pid=", "--ppid", parent)
    .split("\n")
    .flatMap((line) => (line.trim() ? [Number(line)] : []));
}

async function setUp(kind: Kind): Promise<Stage> {
  const engine = kind === "clickHouse" ? await clickHouseEngine() : null;
  const databaseUrl = await database();
  const more: Record<string, string> = engine ? { CLICKHOUSE_URL: engine.url, EVENTS_WAITING_MB: "100000" } : {};
  const { url, pids } = await runtimeAlone(databaseUrl, 2, more);
  freshProcess({ DATABASE_URL: databaseUrl, ...more });
  const { runtimeKeys } = await createCalled();
  await closeDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("update deployments set since = now() - interval '1 hour'");
  if (engine) await client.query("insert into event_forwarding (is_direct, copied_at) values (true, now())");
  return { client, databaseUrl, url, key: runtimeKeys.production, pids, engine: engine?.pid ?? null };
}

async function send({ client, url, key, pids }: Stage): Promise<Measured> {
  const load: EventLoad = {
    url,
    key,
    prompt: "bench/answer",
    connections: 4,
    seconds: 6,
    rate: 0,
    batch: 500,
    users: 100_000,
    kind: "events",
  };
  const before = [usedBy(pids), usedBy(await postgresPids(client))] as const;
  const result = await runLoad<EventLoadResult>("bench/event-load.ts", load);
  const each = (used: number) => (used / result.events) * 1e6;
  return {
    ...result,
    runtime: each(usedBy(pids) - before[0]),
    postgres: each(usedBy(await postgresPids(client)) - before[1]),
  };
}

/** Counts and moves what waits, as the worker does. */
async function moveAll({ client, engine }: Stage) {
  const { rows } = await client.query("select sum(events)::int as events from event_batches");
  const { rollUp } = await import("@/lib/experiments/rollup/commands/roll-up");
  const { forwardEvents } = await import("@/lib/telemetry/store/commands/forward-events");
  const time = async (work: () => Promise<unknown>) => {
    const used = async () => [
      (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
      usedBy(await postgresPids(client)),
      engine === null ? 0 : usedBy([engine]),
    ];
    const [began, before] = [performance.now(), await used()];
    await work();
    const seconds = (performance.now() - began) / 1_000;
    const processor = (await used()).map((now, place) => ((now - (before[place] ?? 0)) / rows[0].events) * 1e6);
    return { rate: rows[0].events / seconds, processor };
  };
  const counted = await time(() => rollUp({ budgetMs: 600_000 }));
  const moved = engine === null ? null : await time(() => forwardEvents(Date.now() + 600_000));
  await closeDatabase();
  return { counted, moved };
}

const words = (processor: readonly number[]) =>
  ["worker", "PostgreSQL", "ClickHouse"]
    .map((name, place) => `${name} ${(processor[place] ?? 0).toFixed(1)} µs`)
    .join(", ");

export async function intake(): Promise<Table> {
  // The one that this process counts and moves for is set up last.
  const postgres = await setUp("postgres");
  const clickHouse = await setUp("clickHouse");
  const stages = { postgres, clickHouse };
  const found: Record<Kind, Measured[]> = { postgres: [], clickHouse: [] };
  for (let count = 0; count <= rounds; count++)
    for (const kind of ["postgres", "clickHouse"] as const) {
      const measured = await send(stages[kind]);
      if (count > 0) found[kind].push(measured); // the first warms up
    }
  const { rows: kept } = await clickHouse.client.query("select count(*)::int as here from interactions");
  if (kept[0].here > 0) throw new Error("Answers that were to go to ClickHouse alone are in PostgreSQL.");
  const { counted, moved } = await moveAll(clickHouse);
  for (const { client } of Object.values(stages)) await client.end();
  const rowOf = (kind: Kind, what: string) => {
    const of = (value: (one: Measured) => number) => median(found[kind].map(value));
    const stored = of((one) => one.perSecond);
    return {
      what,
      result: `${perSecond(stored)}, a batch in ${milliseconds(of((one) => one.p50))}; runtime processes ${of((one) => one.runtime).toFixed(1)} µs, PostgreSQL ${of((one) => one.postgres).toFixed(1)} µs an event`,
      goal: `≥ ${perSecond(goals[kind])}`,
      isMet: stored >= goals[kind],
    };
  };
  return {
    title: `Events in batches of 500 over HTTP to two runtime processes (${rounds} rounds in turn, medians)`,
    rows: [
      rowOf("postgres", "taken in by PostgreSQL"),
      rowOf("clickHouse", "taken in for ClickHouse alone"),
      {
        what: "against PostgreSQL",
        result: `${median(found.clickHouse.map((one, round) => one.perSecond / (found.postgres[round]?.perSecond ?? 0))).toFixed(2)} ×`,
      },
      { what: "  then counted by the rollup", result: `${perSecond(counted.rate)}; ${words(counted.processor)}` },
      ...(moved
        ? [{ what: "  then moved to ClickHouse", result: `${perSecond(moved.rate)}; ${words(moved.processor)}` }]
        : []),
    ],
  };
}
