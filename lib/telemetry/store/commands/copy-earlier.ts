import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import type { BatchRange, Keys } from "../queries/copied-rows";
import { findBackfill, groupEvents, inGroups } from "../queries/forward-queue";
import { copyBatchParts, copyTraceParts } from "./copy-parts";

const eventsAtOnce = 10_000;
const spanStep = "6 hours";

/**
 * Lists the next batches below an id, the newest first, with the time range of their events: up to `eventsAtOnce`
 * events.
 */
const listEarlier = (below: bigint) => prisma().$queryRaw<{ id: string; from: Date; to: Date; events: number }[]>`
  select batch_id::text as id, min(at) as "from", max(at) as "to", count(*)::int as events
  from (select batch_id, at from interactions where batch_id < ${below} order by batch_id desc limit ${eventsAtOnce}) newest
  group by batch_id order by batch_id desc`;

/** Splits a very large batch into time ranges of about `groupEvents` events. */
const listSteps = (id: string) => prisma().$queryRaw<{ from: Date; to: Date }[]>`
  select min(at) as "from", max(at) as "to" from (
    select at, row_number() over (order by at) / ${groupEvents} as step from interactions where batch_id = ${id}::bigint) e
  group by step order by step`;

async function copyBatches(store: ClickHouse, below: bigint): Promise<boolean> {
  const batches = await listEarlier(below);
  const last = batches.at(-1);
  if (!last) return false;
  // The limit may have cut off the last batch. It is read again in the next round, unless it is the only one.
  const reads: BatchRange[] =
    batches.length > 1
      ? inGroups(batches.slice(0, -1))
      : (await listSteps(last.id)).map((step) => ({ ids: [last.id], from: step.from, to: step.to }));
  await copyBatchParts(store, reads);
  const copied = BigInt(batches.at(-2)?.id ?? last.id);
  await prisma().$executeRaw`update event_forwarding set batches_from = ${copied}`;
  return true;
}

async function copySpans(store: ClickHouse, below: Date): Promise<boolean> {
  const [row] = await prisma().$queryRaw<[{ oldest: Date | null }]>`select min(at) as oldest from spans`;
  if (!row.oldest || row.oldest >= below) return false;
  const traces = await prisma().$queryRaw<Keys[]>`
    select workspace_id as "workspaceId", array_agg(distinct trace_id) as ids from spans
    where at >= ${below}::timestamptz - ${spanStep}::interval and at < ${below} group by workspace_id`;
  const parts = traces.flatMap(({ workspaceId, ids }) =>
    Array.from({ length: Math.ceil(ids.length / groupEvents) }, (_, part) => ({
      workspaceId,
      ids: ids.slice(part * groupEvents, (part + 1) * groupEvents),
    })),
  );
  await copyTraceParts(store, parts);
  await prisma().$executeRaw`update event_forwarding set spans_from = ${below}::timestamptz - ${spanStep}::interval`;
  return true;
}

/** Copies a part of the events stored before forwarding began, the newest first. Returns false when all are copied. */
export async function copyEarlier(store: ClickHouse): Promise<boolean> {
  const backfill = await findBackfill();
  if (!backfill) return false;
  if (await copyBatches(store, backfill.batchesFrom)) return true;
  if (await copySpans(store, backfill.spansFrom)) return true;
  await prisma().$executeRaw`update event_forwarding set copied_at = clock_timestamp()`;
  return false;
}
