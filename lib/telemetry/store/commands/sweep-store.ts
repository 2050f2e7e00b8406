import { type ClickHouse, ClickHouseFault, clickHouse, type StoreValues } from "@/lib/core/clickhouse";
import { databaseTime, prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { dayMs } from "@/lib/core/milliseconds";
import { contentMarks } from "../../content-policy";
import { changeRows } from "./erase-in-store";

const idsAtOnce = 5_000;
const noTexts = `input = '', output = '', comment = '', has_content = false, content_mark = ${contentMarks.expired}`;

// A running experiment keeps its answers and their feedback in PostgreSQL.
const withoutAnswers = `delete from feedback f where not exists (
  select from interactions i where i.workspace_id = f.workspace_id and i.interaction_id = f.interaction_id) and`;
const withoutComments = "update feedback f set comment = null where f.comment is not null and";

/**
 * Changes the feedback in PostgreSQL on answers that ClickHouse may hold alone. Otherwise nothing would remove it with
 * them.
 */
async function changeFeedback(
  store: ClickHouse,
  change: string,
  { where, values }: { where: string; values: StoreValues },
): Promise<void> {
  for (let after = ""; ; ) {
    const rows = await store.rows<{ id: string }>(
      `select distinct interaction_id as id from interactions where ${where}
         and interaction_id > {after:String} order by id limit ${idsAtOnce}`,
      { ...values, after },
    );
    const ids = rows.map(({ id }) => id);
    const mine = "f.workspace_id = $1::uuid and f.interaction_id = any($2::text[])";
    await prisma().$executeRawUnsafe(`${change} ${mine}`, values.workspaceId, ids);
    after = ids.at(-1) ?? "";
    if (ids.length < idsAtOnce) return;
  }
}

/**
 * Removes rows and texts from ClickHouse if a policy's retention became shorter after they were copied. Otherwise the
 * TTL of the tables removes them. Returns null if ClickHouse is not configured or does not respond.
 */
export async function sweepStore(): Promise<{ storePolicies: number } | null> {
  const store = clickHouse();
  if (!store) return null;
  const at = (await databaseTime()).getTime();
  const policies = await prisma().contentPolicy.findMany({
    where: { OR: [{ contentDays: { not: null } }, { eventDays: { not: null } }] },
    select: { workspaceId: true, environmentId: true, contentDays: true, eventDays: true },
  });
  const where = `workspace_id = {workspaceId:UUID} and environment_id = {environmentId:UUID}
    and at < fromUnixTimestamp64Milli({before:Int64})`;
  try {
    for (const { workspaceId, environmentId, contentDays, eventDays } of policies) {
      const before = (days: number) => ({ workspaceId, environmentId, before: at - days * dayMs });
      // Spans contain their texts.
      const spanDays = Math.min(contentDays ?? Infinity, eventDays ?? Infinity);
      await changeRows(store, "spans", { set: null, where, values: before(spanDays) });
      if (eventDays !== null) {
        const values = before(eventDays);
        await changeFeedback(store, withoutAnswers, { where: `${where} and said_at is not null`, values });
        await changeRows(store, "interactions", { set: null, where, values });
      }
      if (contentDays === null) continue;
      const texts = `${where} and (has_content or comment <> '')`;
      const values = before(contentDays);
      await changeFeedback(store, withoutComments, { where: `${where} and comment <> ''`, values });
      await changeRows(store, "interactions", { set: noTexts, where: texts, values });
    }
  } catch (error) {
    if (!(error instanceof ClickHouseFault)) throw error;
    logger().warn({ err: error }, "old events could not be removed from ClickHouse now");
    return null;
  }
  return { storePolicies: policies.length };
}
