import { setTimeout as sleep } from "node:timers/promises";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { forwardEventsJob } from "@/lib/jobs/definitions/forward-events";
import { spanColumns, spanRecord } from "@/lib/telemetry/span-sql";
import { compareCounts, type DayCount } from "@/lib/telemetry/store/queries/compare-counts";
import { rollUpAll } from "./roll-up";

const waits = () => prisma().$queryRaw<unknown[]>`
  select 1 from event_batches union all select 1 from forward_batches union all select 1 from forward_changes
  union all select 1 from direct_spans where not is_aside
  union all select 1 from event_forwarding where copied_at is null limit 1`;

/** Copies all committed events to ClickHouse, if the tests have one. Another test file may do this at the same time. */
export async function copyToStore(): Promise<void> {
  if (!clickHouse()) return;
  do {
    await rollUpAll();
    if ((await forwardEventsJob.run(Date.now() + 60_000)) === null) await sleep(20);
  } while ((await waits()).length > 0);
}

/** Moves a workspace's events to ClickHouse, so that reads use it. Without ClickHouse they stay in PostgreSQL. */
export async function keepInStore(workspaceId: string): Promise<void> {
  if (!clickHouse()) return;
  await copyToStore();
  for (const table of ["interactions", "interaction_contents", "feedback", "spans"])
    await prisma().$executeRawUnsafe(`delete from ${table} where workspace_id = $1::uuid`, workspaceId);
}

/** SQL for the stored answers and spans: the rows, and those that wait in the log for ClickHouse. */
export const storedAnswers = `(select workspace_id, id, has_content from interactions
  union all select d.workspace_id, a ->> 'id', d.contents is not null and exists (
    select from json_array_elements(d.contents::json) c where c ->> 'key' = a ->> 'key')
  from direct_batches d cross join lateral json_array_elements(d.answers::json) a)`;
export const storedSpans = `(select workspace_id, ${spanColumns} from spans
  union all select d.workspace_id, r.* from direct_spans d cross join lateral json_to_recordset(d.spans::json) as r (${spanRecord}))`;

/** Counts the rows of a workspace in ClickHouse, after everything is copied. */
export async function countInStore(table: "interactions" | "spans", workspaceId: string): Promise<number> {
  await copyToStore();
  const rows = await clickHouse()?.rows<{ n: number }>(
    `select toInt32(count()) as n from ${table} final where workspace_id = {workspaceId:UUID}`,
    { workspaceId },
  );
  return rows?.[0]?.n ?? 0;
}

/** Counts the rows of a workspace in both stores by day, after everything is copied. */
export async function countInBoth(workspaceId: string): Promise<DayCount[]> {
  const store = clickHouse();
  if (!store) return [];
  await copyToStore();
  return (await compareCounts(store)).filter((day) => day.workspaceId === workspaceId);
}
