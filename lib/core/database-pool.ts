import pg from "pg";
import { databaseClock } from "./database-clock";
import { connectionGeneration, noteBrokenConnection } from "./database-watch";
import { env } from "./env";

/** Gives up on a server that does not answer after 2 s, however long the pool lets requests queue. */
class ClientWithDeadline extends pg.Client {
  readonly generation = connectionGeneration();

  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 2_000 });
  }
}

type Connected = Parameters<pg.Pool["connect"]>[0];

const isOutdated = (client: pg.PoolClient) =>
  (client as unknown as ClientWithDeadline).generation < connectionGeneration();

/** A pool that closes connections opened before the server turned read-only: a new one finds the new primary. */
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
 * Prisma writes and reads times without a zone, as UTC: so is the session (a pooler hands this one setting on). Every
 * new connection also says the database's time.
 */
async function begin(client: pg.ClientBase): Promise<void> {
  await client.query("set time zone 'UTC'");
  await readClock(client);
}

/** Asks the database its time and notes it in `databaseClock`. */
export async function readClock(client: Pick<pg.ClientBase, "query">): Promise<void> {
  const beganAt = performance.now();
  const { rows } = await client.query<{ now: number }>(
    "select extract(epoch from clock_timestamp())::float8 * 1000 as now",
  );
  if (rows[0]) databaseClock().note(rows[0].now, beganAt);
}

/** Connections of one kind of work, with the time a statement may take on them. */
export type Pool = { connections: pg.Pool; statementTimeoutMs: number };

/** At most `max` connections, on which a statement takes `statementTimeoutMs` at most. */
export function createPool(max: number, statementTimeoutMs: number): Pool {
  const connections = new RenewingPool({
    connectionString: env().DATABASE_URL,
    max,
    Client: ClientWithDeadline,
    // Also the wait for a free connection: a burst of writes on one prompt is a queue, not an outage.
    connectionTimeoutMillis: statementTimeoutMs,
    idleTimeoutMillis: 60_000,
    // Sent as the session begins, which a pooler in transaction mode refuses: `limitTransaction` stands in for it.
    ...(!isPooled() && { statement_timeout: statementTimeoutMs }),
    query_timeout: statementTimeoutMs + 500,
    application_name: "understudy",
    onConnect: (client) => begin(client) as unknown as undefined, // the pool awaits it, which its type does not say
  });
  connections.on("error", noteBrokenConnection);
  return { connections, statementTimeoutMs };
}

/** Whether a pooler in transaction mode stands in between: no named statements, no settings of a session. */
export const isPooled = () => env().DATABASE_POOLER === "transaction";

/** The statement that limits the statements of the transaction it is in. */
export const limitTransaction = (timeoutMs: number) => `set local statement_timeout = ${Math.round(timeoutMs)}`;

type Statement = { name: string; text: string; values?: unknown[] };

/** Runs one statement: prepared under its name, or behind a pooler in a transaction that limits its time. */
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
    client.release(true); // closing it rolls back
    throw error;
  }
}
