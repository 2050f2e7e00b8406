import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { databaseUnavailable, isDatabaseUnavailable } from "./database-errors";
import { env } from "./env";
import { type Prisma, PrismaClient } from "./generated/prisma/client";
import { singleton } from "./singleton";

/** What a command writes through: one interactive transaction. */
export type Transaction = Prisma.TransactionClient;

const health = () => singleton("database-health", () => ({ isUp: true }));

/** Whether the last thing heard of the database was good. False as soon as a connection breaks. */
export function isDatabaseUp(): boolean {
  return health().isUp;
}

function noteFailure(error: unknown): void {
  if (isDatabaseUnavailable(error)) health().isUp = false;
}

/** Gives up on a server that does not answer after 2 s, however long the pool lets requests queue. */
class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 2_000 });
  }
}

function createPool(max: number, statementTimeoutMs: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max,
    Client: ImpatientClient,
    // Also the wait for a free connection: a burst of writes on one prompt is a queue, not an outage.
    connectionTimeoutMillis: statementTimeoutMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 500,
    application_name: "understudy",
  });
  pool.on("error", () => {
    health().isUp = false;
  });
  return pool;
}

const pools = () =>
  singleton("pools", () => ({
    runtime: createPool(Math.min(4, env().DATABASE_POOL_MAX), 2_000),
    main: createPool(env().DATABASE_POOL_MAX, 10_000),
    // Events come in bursts: pages and resolve must not stand in line behind them.
    events: createPool(Math.min(2, env().DATABASE_POOL_MAX), 5_000),
  }));

/** The typed client for everything but the resolve path. */
export function prisma(): PrismaClient {
  return singleton("prisma", () => new PrismaClient({ adapter: new PrismaPg(pools().main) }));
}

/** One named prepared statement on the runtime's own pool: the resolve miss path, 2 s at most. */
export function runtimeQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return preparedQuery<Row>(pools().runtime, name, text, values);
}

/** The same on the pool of events, 5 s at most. */
export function eventQuery<Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return preparedQuery<Row>(pools().events, name, text, values);
}

async function preparedQuery<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  try {
    const { rows } = await pool.query<Row>({ name, text, values });
    health().isUp = true;
    return rows;
  } catch (error) {
    noteFailure(error);
    throw isDatabaseUnavailable(error) ? databaseUnavailable(error) : error;
  }
}

type Hook = (tx: Transaction) => Promise<void>;
const beforeCommit = singleton("before-commit", () => new AsyncLocalStorage<Hook>());

/** Runs `work` so that `hook` joins the first transaction committed inside it (idempotency marks its row that way). */
export function withBeforeCommit<T>(hook: Hook, work: () => Promise<T>): Promise<T> {
  return beforeCommit.run(hook, work);
}

/** Every write goes through here: all of it is committed, or none. */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const hook = beforeCommit.getStore();
  try {
    const result = await prisma().$transaction(
      async (tx) => {
        const value = await work(tx);
        await hook?.(tx);
        return value;
      },
      { maxWait: 10_000, timeout: 10_000 },
    );
    health().isUp = true;
    return result;
  } catch (error) {
    noteFailure(error);
    throw isDatabaseUnavailable(error) ? databaseUnavailable(error) : error;
  }
}

/** Answers whether the database answers, for /readyz and the recovery probe. */
export async function pingDatabase(): Promise<boolean> {
  try {
    await runtimeQuery("ping", "select 1", []);
    return true;
  } catch {
    return false;
  }
}

/** Closes every connection; the process may end after it. */
export async function closeDatabase(): Promise<void> {
  await prisma().$disconnect();
  await Promise.allSettled([pools().runtime.end(), pools().main.end(), pools().events.end()]);
}
