import pg from "pg";
import { connectionGeneration, noteBrokenConnection } from "./database-watch";
import { env } from "./env";

/** Gives up on a server that does not answer after 2 s, however long the pool lets requests queue. */
class ImpatientClient extends pg.Client {
  readonly generation = connectionGeneration();

  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 2_000 });
  }
}

type Connected = Parameters<pg.Pool["connect"]>[0];

const isOutdated = (client: pg.PoolClient) =>
  (client as unknown as ImpatientClient).generation < connectionGeneration();

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

/** Connections of one kind of work: at most `max`, each statement `statementTimeoutMs` at most. */
export function createPool(max: number, statementTimeoutMs: number): pg.Pool {
  const pool = new RenewingPool({
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
  pool.on("error", noteBrokenConnection);
  return pool;
}
