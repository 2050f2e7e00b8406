import { type ClickHouse, ClickHouseFault, clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { forwardMeter } from "../meter";
import { listDirectSpans } from "../queries/direct-spans";
import { listBatches, listChanges, readLag } from "../queries/forward-queue";
import { copyEarlier } from "./copy-earlier";
import { copyQueued } from "./copy-queued";
import { migrateStore } from "./migrate-store";

/** The number of events per round: some seconds of work, and one part in ClickHouse. */
const roundEvents = 20_000;
/** The number of days without a worker that has ClickHouse configured, after which its queue is dropped. */
const offDays = 7;

/** Starts forwarding: new events are queued, and older ones are copied in the background. */
async function begin(): Promise<void> {
  await prisma().$executeRaw`insert into event_forwarding default values on conflict (is_on)
    do update set seen_at = now() where event_forwarding.seen_at < now() - interval '1 minute'`;
}

/** Drops the queue if ClickHouse was removed from the configuration. */
async function end(): Promise<void> {
  // Events that are to be stored only in ClickHouse are never dropped.
  const ended = await prisma().$executeRaw`
    delete from event_forwarding where seen_at < now() - make_interval(days => ${offDays})
      and not exists (select from direct_batches where not is_aside)
      and not exists (select from direct_spans where not is_aside)`;
  if (ended === 0) return;
  await prisma().$executeRaw`delete from forward_batches`;
  await prisma().$executeRaw`delete from forward_changes`;
  logger().warn("no worker has known a ClickHouse for a week: nothing is queued for it any more");
}

/** Copies the oldest queued rows. Returns the number of events and whether more may be queued. */
async function forwardRound(store: ClickHouse): Promise<{ events: number; hasMore: boolean }> {
  const [groups, changes, spans] = await Promise.all([
    listBatches(roundEvents),
    listChanges(),
    listDirectSpans(roundEvents),
  ]);
  const events = [...groups, ...spans].reduce((sum, group) => sum + group.events, 0);
  if (groups.length + changes.length + spans.length === 0) return { events, hasMore: await copyEarlier(store) };
  return { events, hasMore: (await copyQueued(store, { groups, changes, spans })) > 0 };
}

/**
 * Copies committed rows to ClickHouse in commit order, until the deadline. Returns null if ClickHouse is not configured
 * or does not respond. Rows then stay in the queue. Only one process of the fleet may run this at a time.
 */
export async function forwardEvents(deadlineAt: number): Promise<{ events: number } | null> {
  const store = clickHouse();
  if (!store) {
    await end();
    return null;
  }
  const meter = forwardMeter();
  let events = 0;
  try {
    await migrateStore(store);
    await begin();
    for (let hasMore = true; hasMore && Date.now() < deadlineAt; ) {
      const round = await forwardRound(store);
      events += round.events;
      hasMore = round.hasMore;
    }
    if (meter.isAway) logger().info("ClickHouse answers again. Waiting rows are copied");
    meter.isAway = false;
  } catch (error) {
    if (!(error instanceof ClickHouseFault)) throw error;
    if (!meter.isAway)
      logger().warn({ err: error }, "events are not copied to ClickHouse now; they wait in PostgreSQL");
    meter.isAway = true;
  }
  meter.lagSeconds = await readLag();
  return meter.isAway && events === 0 ? null : { events };
}
