import { setTimeout as sleep } from "node:timers/promises";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { forwardEventsJob } from "@/lib/jobs/definitions/forward-events";
import { compareCounts, type DayCount } from "@/lib/telemetry/store/queries/compare-counts";
import { rollUpAll } from "./roll-up";

const waits = () => prisma().$queryRaw<unknown[]>`
  select 1 from event_batches union all select 1 from forward_batches union all select 1 from forward_changes
  union all select 1 from direct_spans
  union all select 1 from event_forwarding where copied_at is null limit 1`;

/** Copies everything that is committed to ClickHouse, where the tests have one. Another test file may be at it, too. */
export async function copyToStore(): Promise<void> {
  if (!clickHouse()) return;
  do {
    await rollUpAll();
    if ((await forwardEventsJob.run(Date.now() + 60_000)) === null) await sleep(20);
  } while ((await waits()).length > 0);
}

/** Leaves a workspace's events in ClickHouse alone, so that what is read next is read there; without one, where they are. */
export async function keepInStore(workspaceId: string): Promise<void> {
  if (!clickHouse()) return;
  await copyToStore();
  for (const table of ["interactions", "interaction_contents", "feedback", "spans"])
    await prisma().$executeRawUnsafe(`delete from ${table} where workspace_id = $1::uuid`, workspaceId);
}

/** What both stores hold of a workspace, by day, when everything is copied. */
export async function countInBoth(workspaceId: string): Promise<DayCount[]> {
  const store = clickHouse();
  if (!store) return [];
  await copyToStore();
  return (await compareCounts(store)).filter((day) => day.workspaceId === workspaceId);
}
