import { databaseNow } from "@/lib/core/database-clock";
import { longStatement, prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { oneByOne } from "@/lib/core/one-by-one";
import { publish } from "@/lib/core/publish";
import { keysTopic } from "../api-keys";

const rowsAtOnce = 5_000;

/**
 * Tables and partitions that hold workspace rows and are not referenced by another table. They hold most of the data,
 * so their rows are deleted first, in small statements.
 */
async function listTables(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_class c
    join pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.confrelid = c.oid)
      -- 8: a trigger of deletions. Such rows go with their workspace alone.
      and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgtype & 8 <> 0)
    order by c.relname`;
  return rows.map(({ name }) => name);
}

/** Deletes a workspace's rows from a table. Returns false if the deadline came first. */
async function empty(table: string, workspaceId: string, deadlineAt: number): Promise<boolean> {
  const text = `delete from "${table}" where ctid = any(array(
    select ctid from "${table}" where workspace_id = $1::uuid limit ${rowsAtOnce}))`;
  while (Date.now() < deadlineAt) if ((await prisma().$executeRawUnsafe(text, workspaceId)) < rowsAtOnce) return true;
  return false;
}

async function deleteOne(workspaceId: string, deadlineAt: number): Promise<boolean> {
  // From now on the workspace has no usable keys and no members, so nothing is added during the deletion.
  await prisma().oidcTrust.deleteMany({ where: { workspaceId } });
  await prisma().apiKey.updateMany({ where: { workspaceId, revokedAt: null }, data: { revokedAt: databaseNow() } });
  publish(keysTopic, workspaceId);
  await prisma().member.deleteMany({ where: { workspaceId } });
  for (const table of await listTables()) if (!(await empty(table, workspaceId, deadlineAt))) return false;
  // History rows are deleted only together with their workspace, in one statement.
  const text = "delete from workspaces where id = $1::uuid and deletion_at <= clock_timestamp()";
  await longStatement("delete-workspace", text, [workspaceId]);
  logger().info({ workspaceId }, "a workspace was deleted, as an owner had asked");
  return true;
}

/** Deletes workspaces whose deletion is due, until the deadline. The next run continues. Returns the number deleted. */
export async function deleteDueWorkspaces(deadlineAt: number): Promise<number> {
  const due = await prisma().$queryRaw<{ id: string }[]>`
    select id from workspaces where deletion_at <= clock_timestamp() order by deletion_at`;
  let deleted = 0;
  const failure = "a workspace could not be deleted now";
  await oneByOne(due, { deadlineAt, idOf: ({ id }) => ({ workspaceId: id }), failure }, async ({ id }) => {
    if (await deleteOne(id, deadlineAt)) deleted++;
  });
  return deleted;
}
