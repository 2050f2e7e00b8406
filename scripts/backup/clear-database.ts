/** Removes everything of Understudy from a database, and nothing else. */
import type pg from "pg";
import { listTables, quote } from "./catalog";
import { BackupError } from "./format";

/** The names of tables, types and functions that the migrations create. */
export type OwnNames = { tables: Set<string>; types: Set<string>; functions: Set<string> };

const named = (sql: string, pattern: RegExp) =>
  [...sql.matchAll(pattern)].flatMap(({ groups }) => (groups?.name ? [groups.name] : []));

/** Parses them from the text of the migrations. */
export function ownNames(migrations: readonly { sql: string }[]): OwnNames {
  const sql = migrations.map((migration) => migration.sql).join("\n");
  const renamed = named(sql, /\bRENAME TO "?(?<name>\w+)"?/gi);
  return {
    tables: new Set([
      "_prisma_migrations",
      ...named(sql, /\bCREATE TABLE (?:IF NOT EXISTS )?"?(?<name>\w+)"?/gi),
      ...renamed,
    ]),
    types: new Set([...named(sql, /\bCREATE TYPE "?(?<name>\w+)"?/gi), ...renamed]),
    functions: new Set(named(sql, /\bCREATE (?:OR REPLACE )?FUNCTION "?(?<name>\w+)"?/gi)),
  };
}

/** Lists tables in the database that do not belong to Understudy. */
async function listForeign(client: pg.ClientBase, own: OwnNames): Promise<string[]> {
  const tables = await listTables(client);
  return tables.filter(({ name, partition }) => !own.tables.has(partition?.of ?? name)).map(({ name }) => name);
}

/** Drops Understudy's tables, types and functions, in the caller's transaction. Throws if there are other tables. */
export async function clearDatabase(client: pg.ClientBase, own: OwnNames): Promise<void> {
  const foreign = await listForeign(client, own);
  if (foreign.length > 0)
    throw new BackupError(
      `This database contains tables that Understudy does not know (${foreign.slice(0, 3).join(", ")}): they belong to a newer version or another application. Restore into a separate database.`,
    );
  const mine = (kind: string, names: ReadonlySet<string>) =>
    client.query<{ drop: string }>(kind, [[...names]]).then(({ rows }) => rows);
  const tables = await mine(
    `select format('drop table if exists %s cascade', c.oid::regclass) as drop from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname = any($1)`,
    own.tables,
  );
  const functions = await mine(
    `select format('drop function if exists %s cascade', p.oid::regprocedure) as drop from pg_proc p
     where p.pronamespace = current_schema()::regnamespace and p.proname = any($1)
       and not exists (select from pg_depend d
         where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`,
    own.functions,
  );
  const types = await mine(
    `select format('drop type if exists %s cascade', t.oid::regtype) as drop from pg_type t
     where t.typnamespace = current_schema()::regnamespace and t.typtype in ('e', 'd') and t.typname = any($1)`,
    own.types,
  );
  for (const { drop } of [...tables, ...functions, ...types]) await client.query(drop);
}

/** Describes the content that would be lost: "3 workspaces and 120 prompts". Null if the database is empty. */
export async function describeContent(client: pg.ClientBase): Promise<string | null> {
  const tables = await listTables(client);
  if (tables.length === 0) return null;
  if (!tables.some(({ name }) => name === "workspaces")) return `${tables.length} tables`;
  const { rows } = await client.query<{ workspaces: string; prompts: string }>(
    `select (select count(*) from ${quote("workspaces")}) as workspaces, (select count(*) from ${quote("prompts")}) as prompts`,
  );
  const count = (number: string | undefined, word: string) => `${number ?? 0} ${word}${number === "1" ? "" : "s"}`;
  return `${count(rows[0]?.workspaces, "workspace")} and ${count(rows[0]?.prompts, "prompt")}`;
}
