import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { databaseClock, databaseNow } from "./database-clock";
import { databaseUnavailable, isDatabaseUnavailable, isWriteConflict } from "./database-errors";
import { createPool, isPooled, limitTransaction, type Pool, readClock, runStatement } from "./database-pool";
import {
  noteDatabaseAnswer,
  noteDatabaseFailure,
  type Probed,
  setDatabaseProbe,
  writesRefused,
} from "./database-watch";
import { env } from "./env";
import { type Prisma, PrismaClient } from "./generated/prisma/client";
import { poolSizes } from "./pool-sizes";
import { singleton } from "./singleton";

/** The interactive transaction of a command. */
export type Transaction = Prisma.TransactionClient;

const pools = () =>
  singleton("pools", () => {
    setDatabaseProbe(probeDatabase);
    const sizes = poolSizes(env().DATABASE_POOL_MAX);
    return {
      runtime: createPool(sizes.runtime, 2_000),
      main: createPool(sizes.main, 10_000),
      events: createPool(sizes.events, 5_000),
    };
  });

/** Returns the error for callers: 503 if the database is not available, else the error itself. */
function toThrown(error: unknown): unknown {
  noteDatabaseFailure(error);
  return isDatabaseUnavailable(error) || isWriteConflict(error) ? databaseUnavailable(error) : error;
}

function createPrisma(): PrismaClient {
  const client = new PrismaClient({ adapter: new PrismaPg(pools().main.connections) });
  const watched = client.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          noteDatabaseFailure(error);
          throw isDatabaseUnavailable(error) ? databaseUnavailable(error) : error;
        }
      },
    },
  });
  return watched as unknown as PrismaClient; // the extension changes no type
}

// The monotonic clock advances it. Reading it once a minute detects a changed database clock early enough.
const clockMs = 60_000;

/** Returns the database's time, for everything that instances must agree on. It is read again after a minute. */
export async function databaseTime(): Promise<Date> {
  if (databaseClock().ageMs() > clockMs) await readClock(pools().main.connections).catch(noteDatabaseFailure);
  return databaseNow();
}

/** The typed client for everything except the resolve path. */
export function prisma(): PrismaClient {
  return singleton("prisma", createPrisma);
}

/** Runs one named prepared statement on the runtime's pool, for cache misses of resolve. The timeout is 2 s. */
export function runtimeQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return preparedQuery<Row>(pools().runtime, name, text, values);
}

/**
 * Runs one statement on the events pool. The timeout is 5 s. Fails immediately while the database is known to reject
 * writes.
 */
export async function eventQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  assertWritable();
  return withRetries(() => preparedQuery<Row>(pools().events, name, text, values));
}

async function preparedQuery<Row extends pg.QueryResultRow>(
  pool: Pool,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  try {
    const rows = await runStatement<Row>(pool, { name, text, values });
    noteDatabaseAnswer();
    return rows;
  } catch (error) {
    throw isWriteConflict(error) ? error : toThrown(error);
  }
}

function assertWritable(): void {
  const refused = writesRefused();
  if (refused) throw databaseUnavailable(refused);
}

/** Runs a transaction up to three times if the database aborts it because of a concurrent one (40001, 40P01). */
async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWriteConflict(error) || tries === 3) throw toThrown(error);
      await sleep(tries * (10 + Math.random() * 40));
    }
  }
}

type Hook = (tx: Transaction) => Promise<void>;
const beforeCommit = singleton("before-commit", () => new AsyncLocalStorage<Hook>());

/**
 * Runs `work` so that `hook` runs in the first transaction committed inside it. Idempotency uses this to mark its row.
 */
export function withBeforeCommit<T>(hook: Hook, work: () => Promise<T>): Promise<T> {
  return beforeCommit.run(hook, work);
}

/**
 * Runs a write in one transaction. All writes use this function. `work` may run up to three times if the database
 * aborts the transaction because of a concurrent one, so it must have no effect except through `tx`.
 */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  assertWritable();
  await databaseTime(); // commands write this time
  const hook = beforeCommit.getStore();
  const attempt = () =>
    prisma().$transaction(
      async (tx) => {
        if (isPooled()) await tx.$executeRawUnsafe(limitTransaction(pools().main.statementTimeoutMs));
        const value = await work(tx);
        await hook?.(tx);
        return value;
      },
      { maxWait: 10_000, timeout: 10_000 },
    );
  const result = await withRetries(attempt);
  noteDatabaseAnswer();
  return result;
}

/**
 * Runs one statement on a connection of its own, for background work on large amounts of data. The timeout is ten
 * minutes.
 */
export async function longStatement(name: string, text: string, values: unknown[]): Promise<void> {
  assertWritable();
  const pool = createPool(1, 600_000);
  try {
    await runStatement(pool, { name, text, values });
  } catch (error) {
    throw toThrown(error);
  } finally {
    await pool.connections.end().catch(noteDatabaseFailure);
  }
}

/** The connections of this process by pool, for metrics. */
export function databasePools() {
  return Object.entries(pools()).map(([pool, { connections }]) => ({
    pool,
    total: connections.totalCount,
    idle: connections.idleCount,
    waiting: connections.waitingCount,
  }));
}

async function probeDatabase(): Promise<Probed> {
  const text = "select current_setting('transaction_read_only') as read_only";
  const [row] = await runStatement<{ read_only: string }>(pools().runtime, { name: "probe", text });
  return row?.read_only === "on" ? "read-only" : "writable";
}

/** Returns whether the database answers, for /readyz. */
export async function pingDatabase(): Promise<boolean> {
  try {
    await runtimeQuery("ping", "select 1", []);
    return true;
  } catch {
    return false;
  }
}

/** Closes all connections when the process ends. */
export async function closeDatabase(): Promise<void> {
  await prisma().$disconnect();
  await Promise.allSettled(Object.values(pools()).map(({ connections }) => connections.end()));
}
