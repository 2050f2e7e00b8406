/** Measures the intake rate of events and spans, and the cost per process: in PostgreSQL, and in ClickHouse alone. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
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
  urls: Record<Kind, string>;
  pids: Record<Kind, number[]>;
  key: string;
  engine: number;
};
type IntakeResult = EventLoadResult & { runtime: number; postgres: number };

/** The processor time of these processes in seconds. */
const usedBy = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? 0), 0);

/** The processor time of a PostgreSQL in seconds: of its current and its ended processes. */
async function usedByPostgres(client: pg.Client): Promise<number> {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  const ps = (...args: string[]) => execFileSync("ps", ["-o", ...args], { encoding: "utf8" });
  const parent = ps("ppid=", "-p", String(rows[0].pid)).trim();
  const pids = ps("pid=", "--ppid", parent)
    .split("\n")
    .flatMap((line) => (line.trim() ? [Number(line)] : []));
  const fields = readFileSync(`/proc/${parent}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return usedBy(pids) + (Number(fields[13]) + Number(fields[14])) / 100;
}

/** Starts one PostgreSQL for both. The runtime processes without ClickHouse store everything in it. */
async function setUp(): Promise<Stage> {
  const engine = await clickHouseEngine();
  const databaseUrl = await database();
  const more = { CLICKHOUSE_URL: engine.url, EVENTS_WAITING_MB: "100000" };
  const [postgres, clickHouse] = [await runtimeAlone(databaseUrl, 2), await runtimeAlone(databaseUrl, 2, more)];
  freshProcess({ DATABASE_URL: databaseUrl, ...more });
  const { runtimeKeys } = await createCalled();
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => {}); // the database is stopped after a failure
  await client.connect();
  await client.query("update deployments set since = now() - interval '1 hour'");
  await client.query("insert into event_forwarding (is_direct, copied_at) values (true, now())");
  return {
    client,
    urls: { postgres: postgres.url, clickHouse: clickHouse.url },
    pids: { postgres: postgres.pids, clickHouse: clickHouse.pids },
    key: runtimeKeys.production,
    engine: engine.pid,
  };
}

type EventKind = EventLoad["kind"];

async function send(
  { client, urls, key, pids: all }: Stage,
  kind: Kind,
  what: EventKind = "events",
): Promise<IntakeResult> {
  const [url, pids] = [urls[kind], all[kind]];
  const load: EventLoad = {
    url,
    key,
    prompt: "bench/answer",
    connections: 4,
    seconds: 6,
    rate: 0,
    batch: 500,
    users: 100_000,
    kind: what,
  };
  const before = [usedBy(pids), await usedByPostgres(client)] as const;
  const result = await runLoad<EventLoadResult>("bench/event-load.ts", load);
  const each = (used: number) => (used / result.events) * 1e6;
  return {
    ...result,
    runtime: each(usedBy(pids) - before[0]),
    postgres: each((await usedByPostgres(client)) - before[1]),
  };
}

/** Counts and moves the backlog, as the worker does. One load is for ClickHouse alone. */
async function moveOne(stage: Stage, what: EventKind) {
  const { client, engine } = stage;
  const { rollUp } = await import("@/lib/experiments/rollup/commands/roll-up");
  const { forwardEvents } = await import("@/lib/telemetry/store/commands/forward-events");
  const { migrateStore } = await import("@/lib/telemetry/store/commands/migrate-store");
  const { openClickHouse } = await import("@/lib/core/clickhouse");
  await rollUp({ budgetMs: 600_000 });
  await client.query("truncate forward_batches, forward_changes, direct_batches, direct_spans");
  await migrateStore(openClickHouse(process.env.CLICKHOUSE_URL ?? "", null));
  const { events } = await send(stage, "clickHouse", what);
  const used = async () => {
    const { user, system } = process.cpuUsage();
    return [(user + system) / 1e6, await usedByPostgres(client), usedBy([engine])];
  };
  const time = async (work: () => Promise<unknown>) => {
    const [began, before] = [performance.now(), await used()];
    await work();
    const seconds = (performance.now() - began) / 1_000;
    const processor = (await used()).map((now, place) => ((now - (before[place] ?? 0)) / events) * 1e6);
    return { rate: events / seconds, processor };
  };
  const counted = await time(() => rollUp({ budgetMs: 600_000 }));
  const moved = await time(() => forwardEvents(Date.now() + 600_000));
  const { rows } = await client.query(
    "select (select count(*) from direct_batches) + (select count(*) from direct_spans) as n",
  );
  if (Number(rows[0].n) > 0) throw new Error("Not everything was moved to ClickHouse.");
  return { counted, moved };
}

const words = (processor: readonly number[]) =>
  ["worker", "PostgreSQL", "ClickHouse"]
    .map((name, place) => `${name} ${(processor[place] ?? 0).toFixed(1)} µs`)
    .join(", ");

/** Alternating rounds. The first is a warm-up. */
async function measureInTurn(stage: Stage, what: EventKind): Promise<Record<Kind, IntakeResult[]>> {
  const table = what === "spans" ? "spans" : "interactions";
  const inPostgres = async () =>
    (await stage.client.query(`select count(*)::int as n from ${table}`)).rows[0].n as number;
  const found: Record<Kind, IntakeResult[]> = { postgres: [], clickHouse: [] };
  for (let count = 0; count <= rounds; count++)
    for (const kind of ["postgres", "clickHouse"] as const) {
      const before = await inPostgres();
      const measured = await send(stage, kind, what);
      if (kind === "clickHouse" && (await inPostgres()) > before)
        throw new Error(`${what} that were to go to ClickHouse alone are in PostgreSQL.`);
      if (count > 0) found[kind].push(measured);
      console.log(
        `  ${what}, ${kind}: ${perSecond(measured.perSecond)}, ${measured.runtime.toFixed(1)} and ${measured.postgres.toFixed(1)} µs`,
      );
    }
  return found;
}

async function rowsOf(stage: Stage, what: EventKind): Promise<Table["rows"]> {
  const found = await measureInTurn(stage, what);
  const { counted, moved } = await moveOne(stage, what);
  const goal = { events: goals, spans: { postgres: 5_000, clickHouse: 5_000 } }[what];
  const rowOf = (kind: Kind, name: string) => {
    const of = (value: (one: IntakeResult) => number) => median(found[kind].map(value));
    const stored = of((one) => one.perSecond);
    return {
      what: `${what} taken in ${name}`,
      result: `${perSecond(stored)}, a batch in ${milliseconds(of((one) => one.p50))}; runtime processes ${of((one) => one.runtime).toFixed(1)} µs, PostgreSQL ${of((one) => one.postgres).toFixed(1)} µs each`,
      goal: `≥ ${perSecond(goal[kind])}`,
      isMet: stored >= goal[kind],
    };
  };
  const ratios = found.clickHouse.map((one, round) => one.perSecond / (found.postgres[round]?.perSecond ?? 0));
  return [
    rowOf("postgres", "by PostgreSQL"),
    rowOf("clickHouse", "for ClickHouse alone"),
    { what: "against PostgreSQL", result: `${median(ratios).toFixed(2)} ×` },
    { what: "  then counted by the rollup", result: `${perSecond(counted.rate)}; ${words(counted.processor)}` },
    { what: "  then moved to ClickHouse", result: `${perSecond(moved.rate)}; ${words(moved.processor)}` },
  ];
}

export async function intake(): Promise<Table> {
  const stage = await setUp();
  const rows = [...(await rowsOf(stage, "events")), ...(await rowsOf(stage, "spans"))];
  await stage.client.end();
  await closeDatabase();
  return {
    title: `Events and spans in batches of 500 over HTTP to two runtime processes (${rounds} rounds in turn, medians; one span in four is an interaction, too)`,
    rows,
  };
}
