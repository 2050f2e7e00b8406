import type { ClickHouse, StoreValues } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { eraseAside } from "../../commands/erase-aside";
import { addErasedCounts, type ErasedUser } from "../../commands/erase-rows";
import { contentMarks } from "../../content-policy";
import type { ForwardChange } from "../queries/forward-queue";
import { countKeptAlone, namedRows, tracesAtOnce, unnamedRows } from "../queries/kept-alone";
import { changeOf } from "../schema";
import { forgetHere } from "./forget-here";

const tables = ["interactions", "spans"] as const;
type Table = (typeof tables)[number];

const forgotten: Record<Table, string> = {
  interactions: `session_id = '', attributes = '', attribute_texts = map(), error = if(error = '', '', 'error'),
    content_mark = ${contentMarks.deleted}, has_content = false,
    comment = '', input = '', output = ''`,
  spans: `session_id = '', attributes = '', error = if(error = '', '', 'error'), input = '', output = ''`,
};

/**
 * Changes stored rows with a mutation, which rewrites them, so that no part on disk contains the old values. Returns
 * false if a mutation is running. The caller then tries again.
 */
export async function changeRows(store: ClickHouse, table: Table, { set, where, values }: Change): Promise<boolean> {
  const [row] = await store.rows<{ count: string }>(`select count() as count from ${table} where ${where}`, values);
  if (Number(row?.count ?? 0) === 0) return true;
  // Only one mutation runs per table. A long one continues between rounds.
  const [open] = await store.rows<{ count: string }>(
    `select count() as count from system.mutations where database = currentDatabase() and startsWith(table, {table:String})
      and not is_done`,
    { table },
  );
  if (Number(open?.count ?? 0) > 0) return false;
  await store.run(
    changeOf(table, store.cluster, `${set === null ? "delete" : `update ${set}`} where ${where}`),
    values,
  );
  return true;
}
type Change = { set: string | null; where: string; values: StoreValues };

/**
 * Whether the log holds answers or spans from before an instant. They reach ClickHouse later and may belong to the
 * user.
 */
async function isLogged(workspaceId: string, until: string): Promise<boolean> {
  const [row] = await prisma().$queryRaw<[{ isLogged: boolean }]>`select exists (
    select from direct_batches where workspace_id = ${workspaceId}::uuid and from_at <= ${until}::timestamptz and not is_aside
    union all select from direct_spans
    where workspace_id = ${workspaceId}::uuid and from_at <= ${until}::timestamptz and not is_aside) as "isLogged"`;
  return row.isLogged;
}

/**
 * Marks the hours of a user for a recount of users and sessions, because the user's name is in those sums in
 * PostgreSQL.
 */
async function countAgain(store: ClickHouse, values: StoreValues): Promise<void> {
  const hours = await store.rows<{ at: string }>(
    `select distinct toString(toUnixTimestamp(toStartOfHour(at))) as at from interactions
     where ${namedRows} and is_direct`,
    values,
  );
  if (hours.length === 0) return;
  await prisma().$executeRaw`
    update usage_people_hours set is_due = true where workspace_id = ${values.workspaceId}::uuid
      and hour in (select to_timestamp(h) from unnest(${hours.map(({ at }) => Number(at))}::float8[]) h)`;
}

const counted = "counted";

/**
 * Adds the rows that ClickHouse alone holds to the counts of the deletion. The change says that they are counted, so
 * another attempt does not add them again.
 */
async function addCounts(
  store: ClickHouse,
  change: ForwardChange,
  user: ErasedUser,
  traces: readonly string[],
): Promise<void> {
  if (change.keys.includes(counted, 4)) return;
  const counts = await countKeptAlone(store, user, traces);
  await prisma().$transaction(async (tx) => {
    const marked = await tx.$executeRaw`update forward_changes set keys = keys || ${counted}::text
      where id = ${change.id}::bigint and workspace_id = ${user.workspaceId}::uuid and keys[5] is null`;
    if (marked > 0) await addErasedCounts(tx, user, counts);
  });
}

async function forgetUser(store: ClickHouse, change: ForwardChange): Promise<boolean> {
  const { workspaceId, keys } = change;
  const [id = "", userId = "", standIn = "", until = ""] = keys;
  if (await isLogged(workspaceId, until)) return false;
  const values = { workspaceId, userId, standIn, until: Date.parse(until) };
  const traces = await store.rows<{ trace: string }>(
    `select distinct trace_id as trace from (
       select trace_id from interactions where ${namedRows} and trace_id <> ''
       union all select trace_id from spans where ${namedRows})`,
    values,
  );
  await countAgain(store, values);
  const ids = traces.map(({ trace }) => trace);
  const user = { id, workspaceId, userId, standIn, until: new Date(until) };
  await addCounts(store, change, user, ids);
  await forgetHere(store, user, ids);
  await eraseAside(user, ids);
  let isDone = true;
  // Rows without a user in the user's traces are changed first, because the traces are found by the user's id.
  for (let from = 0; from < ids.length; from += tracesAtOnce) {
    const part = { ...values, traces: ids.slice(from, from + tracesAtOnce) };
    for (const table of tables) {
      const where = unnamedRows(table);
      isDone = (await changeRows(store, table, { set: forgotten[table], where, values: part })) && isDone;
    }
  }
  if (!isDone) return false;
  for (const table of tables) {
    const set = `user_id = {standIn:String}, ${forgotten[table]}`;
    isDone = (await changeRows(store, table, { set, where: namedRows, values })) && isDone;
  }
  return isDone;
}

/** Erases a user or a workspace in ClickHouse. Returns false if it is not finished. The caller then tries again. */
export async function eraseInStore(store: ClickHouse, change: ForwardChange): Promise<boolean> {
  if (change.kind === "user") return forgetUser(store, change);
  const values = { workspaceId: change.workspaceId };
  const where = "workspace_id = {workspaceId:UUID}";
  const done = await Promise.all(tables.map((table) => changeRows(store, table, { set: null, where, values })));
  return done.every(Boolean);
}
