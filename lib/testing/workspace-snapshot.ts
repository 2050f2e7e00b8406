import { prisma } from "@/lib/core/db";
import { countedTables } from "./roll-up";

/** Returns a hash of every row of the workspace, by table; without what is counted in the background. */
export async function snapshotOf(workspaceId: string): Promise<Record<string, string>> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`;
  const hashes = await Promise.all(
    tables
      .filter(({ name }) => !countedTables.includes(name))
      .map(async ({ name }) => {
        const [row] = await prisma().$queryRawUnsafe<{ hash: string }[]>(
          `select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as hash from "${name}" r where workspace_id = $1::uuid`,
          workspaceId,
        );
        return [name, row?.hash ?? ""];
      }),
  );
  return Object.fromEntries(hashes);
}
