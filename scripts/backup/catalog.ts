/** Reads the contents of a database from its catalog. Objects of extensions are omitted. */
import type pg from "pg";
import { BackupError, type Header, type Table } from "./format";

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

const tablesText = `
  select c.relname as name, parent.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound, cols.columns
  from pg_class c
  left join pg_inherits i on i.inhrelid = c.oid
  left join pg_class parent on parent.oid = i.inhparent
  cross join lateral (
    select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
      order by a.attnum), '[]') as columns
    from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') cols
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    and not exists (select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.relname`;

type TableRow = { name: string; parent: string | null; bound: string | null; columns: Table["columns"] };

/** Lists every table with rows, each partition separately, in the order of their names. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<TableRow>(tablesText);
  return rows.map(({ name, parent, bound, columns }) => ({
    name,
    columns,
    ...(parent && bound && { partition: { of: parent, bound } }),
  }));
}

/** Lists used sequences with their last value, as text, because values have 64 bits. */
export async function listSequences(client: pg.ClientBase): Promise<Header["sequences"]> {
  const { rows } = await client.query<{ name: string; lastValue: string }>(`
    select sequencename as name, last_value::text as "lastValue" from pg_sequences
    where schemaname = current_schema() and last_value is not null order by sequencename`);
  return rows;
}

/** Lists the migrations of the database in order. Empty if it was never migrated. Throws if one is unfinished. */
export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows: found } = await client.query("select to_regclass('_prisma_migrations') is not null as is_there");
  if (!found[0]?.is_there) return [];
  const { rows } = await client.query<{ name: string; is_finished: boolean }>(`
    select migration_name as name, finished_at is not null as is_finished from _prisma_migrations
    where rolled_back_at is null order by migration_name`);
  const unfinished = rows.find(({ is_finished }) => !is_finished);
  if (unfinished)
    throw new BackupError(`The migration ${unfinished.name} of this database is not finished. Start Understudy first.`);
  return rows.map(({ name }) => name);
}

/** Throws if the schema has migrations that this version does not know. */
export function assertKnown(migrations: readonly string[], known: readonly string[], what: string): void {
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BackupError(
      `${what} comes from a newer version of Understudy: this one does not know its migration ${unknown[0]}. Upgrade Understudy first.`,
    );
}
