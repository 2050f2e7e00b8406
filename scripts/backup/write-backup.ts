/** Writes a consistent snapshot of a database to one file. */
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { assertKnown, listMigrations, listSequences, listTables, quote } from "./catalog";
import { BackupError, endOfRows, type Header, line, RowSum, type RowsSummary, type Table } from "./format";

/** Settings for text output that reads back as the same value, regardless of the server's settings. */
export const exactText = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '30s';
  set local client_encoding = 'UTF8'; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local synchronize_seqscans = off; set local row_security = off`;

/** Opens a connection for the duration of `work`. */
export async function withClient<T>(
  connectionString: string,
  purpose: "backup" | "restore" | "verify",
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString,
    application_name: `understudy ${purpose}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A broken connection fails the current query. Without a listener it would also end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The rows of one table in COPY format, in physical order. */
async function* rowsOf(client: pg.Client, { name, columns }: Table): AsyncGenerator<Buffer> {
  const names = columns.map((column) => quote(column.name)).join(", ");
  yield* client.query(copyTo(`copy ${quote(name)} (${names}) to stdout`)) as AsyncIterable<Buffer>;
}

/** The checksum of a table's current rows. */
export async function sumOf(client: pg.Client, table: Table): Promise<RowsSummary> {
  const sum = new RowSum();
  for await (const chunk of rowsOf(client, table)) sum.add(chunk);
  return sum.total();
}

const sameTables = (one: readonly Table[], other: readonly Table[]) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Begins a transaction with one snapshot. Tables are locked before the snapshot, because a table that is truncated or
 * altered in between would be read as empty. The locks only block schema changes.
 */
async function beginSnapshot(client: pg.Client): Promise<Table[]> {
  for (let tries = 0; tries < 5; tries++) {
    const expected = await listTables(client);
    if (expected.length === 0) throw new BackupError("This database is empty. There is nothing to back up.");
    await client.query("begin isolation level repeatable read read only");
    try {
      await client.query(exactText);
      await client.query(`lock table ${expected.map(({ name }) => quote(name)).join(", ")} in access share mode`);
      const tables = await listTables(client);
      if (sameTables(tables, expected)) return tables;
    } catch (error) {
      if ((error as pg.DatabaseError).code !== "42P01") throw error; // a partition was dropped meanwhile
    }
    await client.query("rollback");
  }
  throw new BackupError("The schema of this database keeps changing. Try again when the upgrade is done.");
}

export type WriteOptions = Pick<Header, "version" | "encryptionKeys"> & {
  knownMigrations: readonly string[];
  /** Called after each table is written. */
  onTable?: (table: { name: string; rows: number }) => void;
};

type BackupSummary = { header: Header; rows: number; bytes: number };

async function* dump(client: pg.Client, header: Header, onTable: WriteOptions["onTable"]) {
  yield Buffer.from(line(header));
  let rows = 0;
  for (const table of header.tables) {
    yield Buffer.from(line({ table: table.name }));
    const sum = new RowSum();
    for await (const chunk of rowsOf(client, table)) {
      sum.add(chunk);
      yield chunk;
    }
    const total = sum.total();
    rows += total.rows;
    yield Buffer.from(endOfRows + line(total));
    onTable?.({ name: table.name, rows: total.rows });
  }
  yield Buffer.from(line({ end: true, tables: header.tables.length, rows }));
}

/**
 * Writes a backup of the database to `path`. The file appears when it is complete and on disk. Reads one snapshot, so
 * other work can continue. Throws a sentence if the schema is unknown or the disk is full. `signal` aborts it.
 */
export async function writeBackup(
  url: string,
  path: string,
  { version, encryptionKeys, knownMigrations, onTable }: WriteOptions,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const partial = `${path}.partial`;
  try {
    return await withClient(url, "backup", async (client) => {
      const tables = await beginSnapshot(client);
      const migrations = await listMigrations(client);
      if (migrations.length === 0)
        throw new BackupError("This database is not one of Understudy: it has no migrations.");
      assertKnown(migrations, knownMigrations, "The database");
      const { rows: server } = await client.query<{ postgres: string; now: Date }>(
        "select current_setting('server_version') as postgres, now() as now",
      );
      const header: Header = {
        format: "understudy-backup",
        formatVersion: 1,
        createdAt: (server[0]?.now ?? new Date()).toISOString(),
        version,
        postgres: server[0]?.postgres ?? "",
        migrations,
        tables,
        sequences: await listSequences(client),
        encryptionKeys,
      };
      let rows = 0;
      const count: WriteOptions["onTable"] = (table) => {
        rows += table.rows;
        onTable?.(table);
      };
      const file = createWriteStream(partial, { mode: 0o600, flags: "w" });
      const content = Readable.from(dump(client, header, count), { highWaterMark: 4 });
      await pipeline(content, createGzip({ level: 6, chunkSize: 256 * 1024 }), file, { signal });
      await client.query("commit");
      await keep(partial, path);
      return { header, rows, bytes: file.bytesWritten };
    });
  } catch (error) {
    await rm(partial, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new BackupError(`The disk is full: ${path} could not be written.`);
    throw error;
  }
}

/** Renames the file after its bytes are on disk, so that after a power failure it is complete or absent. */
async function keep(partial: string, path: string): Promise<void> {
  const written = await open(partial, "r+");
  await written.sync().finally(() => written.close());
  await rename(partial, path);
  const folder = await open(dirname(path), "r");
  await folder
    .sync()
    .catch(() => {}) // not every file system can sync a folder
    .finally(() => folder.close());
}
