import { prisma } from "@/lib/core/db";

/** Lists the tables of PostgreSQL in which rows of a workspace contain the word, each with the number of rows. */
export async function tablesWith(workspaceId: string, word: string): Promise<Record<string, number>> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`;
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await prisma().$queryRawUnsafe<[{ rows: number }]>(
      `select count(*)::int as rows from "${name}" t where workspace_id = $1::uuid and position($2 in t::text) > 0`,
      workspaceId,
      word,
    );
    if (row.rows > 0) found[name] = row.rows;
  }
  return found;
}
