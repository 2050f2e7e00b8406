import pg from "pg";
import type { Away, DatabaseFacts } from "../schema";

const patienceMs = 3_000;

const factsText = `
  select current_setting('server_version_num')::int as "versionNumber", split_part(current_setting('server_version'), ' ', 1) as version,
    current_setting('transaction_read_only') = 'on' as "isReadOnly", pg_is_in_recovery() as "isStandby",
    current_setting('max_connections')::int as "maxConnections",
    current_setting('superuser_reserved_connections')::int
      + coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0) as "reservedConnections",
    (select min(nullif(one, -1)) from unnest(array[
      (select rolconnlimit from pg_roles where rolname = current_user),
      (select datconnlimit from pg_database where datname = current_database())]) as one) as "ownLimit",
    (select count(*)::int from pg_stat_activity
      where backend_type = 'client backend' and application_name not like 'understudy%') as "otherConnections",
    to_regclass('_prisma_migrations') is not null as "hasMigrations",
    to_regclass('set_aside_batches') is not null as "hasAside"`;

type ReadApart = "answerMs" | "pooler" | "clockAheadMs" | "migrations" | "setAside";
type FactsRow = Omit<DatabaseFacts, ReadApart> & { hasMigrations: boolean; hasAside: boolean };

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: "understudy doctor",
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  client.on("error", () => {}); // the running query rejects with the same error
  await client.connect();
  return client;
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/**
 * Detects the pooler. A pooler assigns its own process numbers, so the number from the startup is not the server's. Two
 * open connections with the same server process show that sessions are shared.
 */
async function findPooler(one: pg.Client, other: pg.Client): Promise<DatabaseFacts["pooler"]> {
  const [first, second] = [await backendOf(one), await backendOf(other)];
  if (first === second) return "transaction";
  const reportedPid = (one as unknown as { processID: number | null }).processID;
  return reportedPid === first ? "none" : "session";
}

/**
 * Returns the minimum number of ms by which a clock is ahead of the database's (below 0: behind). The database reported
 * `databaseMs` for a query sent at `askedAt` and answered after `answerMs`. It may have read its clock at any time
 * between.
 */
export function aheadBy(askedAt: number, answerMs: number, databaseMs: number): number {
  if (databaseMs < askedAt) return askedAt - databaseMs;
  return Math.min(0, askedAt + answerMs - databaseMs);
}

/** Returns how far this machine's clock is ahead of the database's, from the fastest of three queries. */
async function compareClocks(client: pg.Client): Promise<{ clockAheadMs: number; answerMs: number }> {
  let best = { clockAheadMs: 0, answerMs: Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < 3; tries++) {
    const [askedAt, began] = [Date.now(), performance.now()];
    const { rows } = await client.query<{ now: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as now",
    );
    const answerMs = performance.now() - began;
    if (answerMs < best.answerMs) best = { clockAheadMs: aheadBy(askedAt, answerMs, rows[0]?.now ?? 0), answerMs };
  }
  return best;
}

/** Reads the state of the server over two separate connections. An error becomes a sentence. Ends within seconds. */
export async function readDatabase(connectionString: string): Promise<DatabaseFacts | Away> {
  const clients: pg.Client[] = [];
  try {
    for (let made = 0; made < 2; made++) clients.push(await connect(connectionString));
    const [one, other] = clients as [pg.Client, pg.Client];
    const pooler = await findPooler(one, other);
    const { rows } = await one.query<FactsRow>(factsText);
    const [{ hasMigrations, hasAside, ...facts }] = rows as [FactsRow];
    const migrations = hasMigrations
      ? await one.query<{ name: string }>(
          "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by 1",
        )
      : { rows: [] };
    const aside = hasAside
      ? await one.query<DatabaseFacts["setAside"]>(
          "select count(*)::int as batches, coalesce(sum(events), 0)::float8 as events from set_aside_batches",
        )
      : { rows: [] };
    const clocks = await compareClocks(one);
    const setAside = aside.rows[0] ?? { batches: 0, events: 0 };
    return { ...facts, ...clocks, pooler, migrations: migrations.rows.map(({ name }) => name), setAside };
  } catch (error) {
    return { error: sentenceOf(error) };
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

/** Returns the message of an error as a sentence. An error for several refused addresses has no message of its own. */
export function sentenceOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  const text = message || code || String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
