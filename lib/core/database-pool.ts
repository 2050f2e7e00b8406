import pg from "pg";
import { databaseClock } from "./database-clock";
import { connectionGeneration, noteBrokenConnection } from "./database-watch";
import { env } from "./env";

/** A client that stops connecting to an unresponsive server after 2 s, independent of the pool's queue time. */
class ClientWithDeadline extends pg.Client {
  readonly generation = connectionGeneration();

  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 2_000 });
  }
}

type Connected = Parameters<pg.Pool["connect"]>[0];

const isOutdated = (client: pg.PoolClient) =>
  (client as unknown as ClientWithDeadline).generation < connectionGeneration();

/** A pool that closes connections from before the server became read-only. New connections reach the new primary. */
class RenewingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    if (!callback)
      return new Promise((done, fail) => this.connect((error, client) => (client ? done(client) : fail(error))));
    super.connect((error, client, done) => {
      if (!client || !isOutdated(client)) return callback(error, client, done);
      client.release(true);
      this.connect(callback);
    });
    return undefined;
  }
}

/**
 * Sets the session's time zone to UTC, because Prisma writes and reads times without a zone as UTC. A pooler forwards
 * this setting. Each new connection also reads the database's time.
 */
async function begin(client: pg.ClientBase): Promise<void> {
  await client.query("set time zone 'UTC'");
  await readClock(client);
}

/** Reads the database's time and notes it in `databaseClock`. */
export async function readClock(client: Pick<pg.ClientBase, "query">): Promise<void> {
  const beganAt = performance.now();
  const { rows } = await client.query<{ now: number }>(
    "select extract(epoch from clock_timestamp())::float8 * 1000 as now",
  );
  if (rows[0]) databaseClock().note(rows[0].now, beganAt);
}

/** The connections for one kind of work, with their statement timeout. */
export type Pool = { connections: pg.Pool; statementTimeoutMs: number };

/** Creates a pool of at most `max` connections with a statement timeout. */
export function createPool(max: number, statementTimeoutMs: number): Pool {
  const connections = new RenewingPool({
    connectionString: env().DATABASE_URL,
    max,
    Client: ClientWithDeadline,
    // Also the time limit for a free connection: during a burst of writes on one prompt, requests queue.
    connectionTimeoutMillis: statementTimeoutMs,
    idleTimeoutMillis: 60_000,
    // A startup parameter, which a pooler in transaction mode rejects. `limitTransaction` replaces it there.
    ...(!isPooled() && { statement_timeout: statementTimeoutMs }),
    query_timeout: statementTimeoutMs + 500,
    application_name: "understudy",
    onConnect: (client) => begin(client) as unknown as undefined, // the pool awaits this, unlike its type
  });
  connections.on("error", noteBrokenConnection);
  return { connections, statementTimeoutMs };
}

/** Whether a pooler in transaction mode is in front. It supports neither named statements nor session settings. */
export const isPooled = () => env().DATABASE_POOLER === "transaction";

/** Returns the statement that sets the statement timeout of its transaction. */
export const limitTransaction = (timeoutMs: number) => `set local statement_timeout = ${Math.round(timeoutMs)}`;

type Statement = { name: string; text: string; values?: unknown[] };

/** Runs one statement: prepared under its name or, behind a pooler, in a transaction with a timeout. */
export async function runStatement<Row extends pg.QueryResultRow>(
  { connections, statementTimeoutMs }: Pool,
  { name, text, values = [] }: Statement,
): Promise<Row[]> {
  if (!isPooled()) return (await connections.query<Row>({ name, text, values })).rows;
  const client = await connections.connect();
  try {
    await client.query(`begin; ${limitTransaction(statementTimeoutMs)}`);
    const { rows } = await client.query<Row>(text, values);
    await client.query("commit");
    client.release();
    return rows;
  } catch (error) {
    client.release(true); // closing the connection rolls back
    throw error;
  }
}
