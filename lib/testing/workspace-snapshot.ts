import { prisma } from "@/lib/core/db";
import { countedTables } from "./roll-up";

/** Tables that jobs write for every workspace. Jobs of other test files may run meanwhile. */
const jobTables: readonly string[] = [...countedTables, "online_batches", "guard_states", "guard_checks"];
/** The columns of a table that no job changes. */
const ownColumns: Record<string, string> = { data_deletions: "(r.id, r.user_hash, r.requested_at)" };

let statement = "";

/** One statement for all tables: it takes a tenth of the time of a statement for each. */
async function readStatement(): Promise<string> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`;
  const hashes = tables
    .filter(({ name }) => !jobTables.includes(name))
    .map(({ name }) => {
      const text = `${ownColumns[name] ?? "r"}::text`;
      return `select '${name}' as name, md5(string_agg(${text}, '|' order by ${text})) as hash
        from "${name}" r where workspace_id = $1::uuid`;
    });
  return hashes.join(" union all ");
}

/** Returns a hash of every row of the workspace, by table; without what is counted in the background. */
export async function snapshotOf(workspaceId: string): Promise<Record<string, string | null>> {
  statement ||= await readStatement();
  const hashes = await prisma().$queryRawUnsafe<{ name: string; hash: string | null }[]>(statement, workspaceId);
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]));
}
