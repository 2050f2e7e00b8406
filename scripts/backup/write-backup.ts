/** Writes a database into one file, as it stood at one instant. */
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

/** Values as text that reads back as the same value, whatever the server is set to. */
export const exactText = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '30s';
  set local client_encoding = 'UTF8'; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local synchronize_seqscans = off; set local row_security = off`;

/** A connection of its own, which ends with `work`. */
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
  // A connection that breaks fails the query under way; without a listener it would end the process as well.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The rows of one table, as COPY writes them, in the order in which they lie. */
async function* rowsOf(client: pg.Client, { name, columns }: Table): AsyncGenerator<Buffer> {
  const names = columns.map((column) => quote(column.name)).join(", ");
  yield* client.query(copyTo(`copy ${quote(name)} (${names}) to stdout`)) as AsyncIterable<Buffer>;
}

/** The checksum of a table as it stands now. */
export async function sumOf(client: pg.Client, table: Table): Promise<RowsSummary> {
  const sum = new RowSum();
  for await (const chunk of rowsOf(client, table)) sum.add(chunk);
  return sum.total();
}

const sameTables = (one: readonly Table[], other: readonly Table[]) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Begins a transaction that sees one instant. The locks come before its snapshot: a table that is emptied or changed in
 * between would be read as empty. They hold up nobody but who changes the schema.
 */
async function beginSnapshot(client: pg.Client): Promise<Table[]> {
  for (let tries = 0; tries < 5; tries++) {
    const expected = await listTables(client);
    if (expected.length === 0) throw new BackupError("This database is empty: there is nothing to back up.");
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
  /** Told of each table once it is written. */
  onTable?: (table: { name: string; rows: number }) => void;
};

type Written = { header: Header; rows: number; bytes: number };

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
 * Backs up the database into `path`, which appears once it is whole and on disk. Reads one snapshot, so it may run
 * while everything else does. Throws a sentence when the schema is unknown or the disk is full; `signal` ends it.
 */
export async function writeBackup(
  url: string,
  path: string,
  { version, encryptionKeys, knownMigrations, onTable }: WriteOptions,
  signal?: AbortSignal,
): Promise<Written> {
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

/** Gives the file its name once its bytes are on disk: after a power cut it is whole or not there. */
async function keep(partial: string, path: string): Promise<void> {
  const written = await open(partial, "r+");
  await written.sync().finally(() => written.close());
  await rename(partial, path);
  const folder = await open(dirname(path), "r");
  await folder
    .sync()
    .catch(() => {}) // not every file system lets a folder be synced
    .finally(() => folder.close());
}
