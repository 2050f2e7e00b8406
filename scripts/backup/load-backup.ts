/** Restores a backup into a database: verified, in one transaction. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Migration } from "../prisma";
import { assertKnown, listTables, quote } from "./catalog";
import { clearDatabase, ownNames } from "./clear-database";
import { BackupError, type Header, RowSum, type Table } from "./format";
import { BackupReader, type TablePart } from "./reader";
import { exactText, sumOf, withClient } from "./write-backup";

// The same table as Prisma creates, so that later migrations continue from it.
const migrationsTable = `create table _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** Creates the schema at the time of the backup. Newer migrations run after the rows are loaded. */
async function makeSchema(client: pg.Client, header: Header, migrations: readonly Migration[]): Promise<void> {
  await client.query(migrationsTable);
  for (const { name, sql } of migrations) if (header.migrations.includes(name)) await client.query(sql);
  for (const { name, partition } of header.tables)
    if (partition)
      await client.query(
        `create table if not exists ${quote(name)} partition of ${quote(partition.of)} ${partition.bound}`,
      );
  const made = new Map((await listTables(client)).map((table) => [table.name, JSON.stringify(table.columns)]));
  const other = header.tables.find((table) => made.get(table.name) !== JSON.stringify(table.columns));
  if (other)
    throw new BackupError(
      `The table ${other.name} of the backup has other columns than the migrations of this version create. Restore it with Understudy ${header.version}.`,
    );
}

type Constraint = { table: string; name: string; definition: string };
type Index = { name: string; definition: string };

/**
 * Drops foreign keys and indexes before the rows are loaded and creates them again afterwards. This is much faster, and
 * creating a foreign key checks every row. Triggers are disabled meanwhile.
 */
async function setAside(client: pg.Client, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows: constraints } = await client.query<Constraint>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = current_schema()::regnamespace`);
  for (const { table, name } of constraints) await client.query(`alter table ${table} drop constraint ${name}`);
  // Those of partitions are dropped and created with those of their table. PostgreSQL numbers their names in this
  // order.
  const { rows: indexes } = await client.query<Index>(`
    select i.indexrelid::regclass::text as name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = current_schema()::regnamespace and not c.relispartition
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by i.indexrelid`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const name of tables) await client.query(`alter table ${quote(name)} disable trigger user`);
  // A migration may insert rows. The backup contains them.
  await client.query(`truncate ${tables.map(quote).join(", ")}`);
  return async () => {
    for (const { definition } of indexes) await client.query(definition);
    for (const name of tables) await client.query(`alter table ${quote(name)} enable trigger user`);
    for (const { table, name, definition } of constraints)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  };
}

/** Fills one table, then reads it back and compares the checksum. Returns the number of rows. */
async function fill(client: pg.Client, table: Table, { rows }: TablePart, signal?: AbortSignal): Promise<number> {
  const sum = new RowSum();
  async function* counted() {
    for await (const chunk of rows) {
      sum.add(chunk);
      yield chunk;
    }
  }
  const names = table.columns.map((column) => quote(column.name)).join(", ");
  const copy = client.query(copyFrom(`copy ${quote(table.name)} (${names}) from stdin`));
  await pipeline(Readable.from(counted(), { highWaterMark: 4 }), copy, { signal }).catch((error: pg.DatabaseError) => {
    // Data that PostgreSQL cannot read, although it wrote it.
    if (error.code?.startsWith("22"))
      throw new BackupError(
        `The backup is damaged: ${table.name} holds rows that PostgreSQL refuses (${error.message}).`,
      );
    throw error;
  });
  const [sent, found] = [sum.total(), await sumOf(client, table)];
  if (sent.rows !== found.rows || sent.sha256 !== found.sha256)
    throw new BackupError(
      `The table ${table.name} does not match the backup after reading it back. Nothing was restored.`,
    );
  return found.rows;
}

export type LoadOptions = {
  /** All migrations of this version, in order. */
  migrations: readonly Migration[];
  /** Drops existing objects of Understudy. Otherwise the database must be empty. */
  isReplacing?: boolean;
  onTable?: (table: { name: string; rows: number }) => void;
  signal?: AbortSignal;
};

/**
 * Restores the backup at `path`. Every table is read back and its checksum compared before the commit. Until then
 * others see the previous database. Throws a sentence on failure, without any change.
 */
export async function loadBackup(
  url: string,
  path: string,
  { migrations, isReplacing = false, onTable, signal }: LoadOptions,
): Promise<{ header: Header; rows: number }> {
  const reader = new BackupReader(path);
  try {
    const header = await reader.header();
    const known = migrations.map(({ name }) => name);
    assertKnown(header.migrations, known, "The backup");
    return await withClient(url, "restore", async (client) => {
      await client.query("begin");
      await client.query(`${exactText}; set local maintenance_work_mem = '256MB'`);
      if (isReplacing) await clearDatabase(client, ownNames(migrations));
      else if ((await listTables(client)).length > 0)
        throw new BackupError("The database is not empty. Restore into an empty one, or replace what is there.");
      await makeSchema(client, header, migrations);
      const putBack = await setAside(
        client,
        header.tables.map(({ name }) => name),
      );
      const tables = new Map(header.tables.map((table) => [table.name, table]));
      let rows = 0;
      for await (const part of reader.tables(header)) {
        const table = tables.get(part.name);
        if (!table) throw new BackupError(`The backup is damaged: ${part.name} is not in its header.`);
        const count = await fill(client, table, part, signal);
        rows += count;
        onTable?.({ name: part.name, rows: count });
      }
      for (const { name, lastValue } of header.sequences)
        await client.query("select setval(quote_ident($1)::regclass, $2::bigint)", [name, lastValue]);
      await putBack();
      await client.query("commit");
      await client.query("analyze").catch(() => {}); // without statistics, the first queries get bad plans
      return { header, rows };
    });
  } finally {
    await reader.close();
  }
}
