import { prisma } from "@/lib/core/db";
import { countedTables } from "./roll-up";

/** Tables that jobs write for every workspace. Jobs of other test files may run meanwhile. */
const jobTables: readonly string[] = [...countedTables, "online_batches", "guard_states", "guard_checks"];
/** The columns of a table that no job changes. */
const ownColumns: Record<string, string> = { data_deletions: "(r.id, r.user_hash, r.requested_at)" };

/** Returns a hash of every row of the workspace, by table; without what is counted in the background. */
export async function snapshotOf(workspaceId: string): Promise<Record<string, string>> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`;
  const hashes = await Promise.all(
    tables
      .filter(({ name }) => !jobTables.includes(name))
      .map(async ({ name }) => {
        const text = `${ownColumns[name] ?? "r"}::text`;
        const [row] = await prisma().$queryRawUnsafe<{ hash: string }[]>(
          `select md5(coalesce(string_agg(${text}, '|' order by ${text}), '')) as hash from "${name}" r where workspace_id = $1::uuid`,
          workspaceId,
        );
        return [name, row?.hash ?? ""];
      }),
  );
  return Object.fromEntries(hashes);
}
