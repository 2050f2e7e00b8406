import { type ClickHouse, ClickHouseFault, clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { forwardMeter } from "../meter";
import { findKeysWithFeedback, type Keys, readBatches, readInteractions, readTraces } from "../queries/copied-rows";
import { type Copied, readDirect } from "../queries/direct-rows";
import { listDirectSpans, readDirectSpans } from "../queries/direct-spans";
import { type BatchGroup, type ForwardChange, listBatches, listChanges, readLag } from "../queries/forward-queue";
import { findHeld, readLateWords } from "../queries/late-words";
import { copyEarlier } from "./copy-earlier";
import { copyRows } from "./copy-rows";
import { eraseInStore } from "./erase-in-store";
import { migrateStore } from "./migrate-store";

/** The number of events per round: some seconds of work, and one part in ClickHouse. */
const roundEvents = 20_000;
const keysAtOnce = 500;
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
      and not exists (select from direct_batches) and not exists (select from direct_spans)`;
  if (ended === 0) return;
  await prisma().$executeRaw`delete from forward_batches`;
  await prisma().$executeRaw`delete from forward_changes`;
  logger().warn("no worker has known a ClickHouse for a week: nothing is queued for it any more");
}

/** Returns a revision greater than every earlier one. The clock ensures this after a backup is restored. */
async function nextRevision(): Promise<bigint> {
  const [row] = await prisma().$queryRaw<[{ revision: bigint }]>`
    update event_forwarding set revision = greatest(revision + 1, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
    returning revision`;
  return row.revision;
}

/** Returns the distinct keys of the changes of one kind, by workspace, in parts. */
function keysOf(changes: readonly ForwardChange[], kind: ForwardChange["kind"]): Keys[] {
  const byWorkspace = new Map<string, Set<string>>();
  for (const { workspaceId, keys, kind: own } of changes) {
    if (own !== kind) continue;
    const known = byWorkspace.get(workspaceId) ?? new Set();
    for (const key of keys) known.add(key);
    byWorkspace.set(workspaceId, known);
  }
  return [...byWorkspace].flatMap(([workspaceId, ids]) => inParts({ workspaceId, ids: [...ids] }));
}

const inParts = ({ workspaceId, ids }: Keys): Keys[] =>
  Array.from({ length: Math.ceil(ids.length / keysAtOnce) }, (_, part) => ({
    workspaceId,
    ids: ids.slice(part * keysAtOnce, (part + 1) * keysAtOnce),
  }));

/**
 * Returns a function that narrows keys to interactions that ClickHouse holds from earlier rounds. ClickHouse is queried
 * at the first call per workspace.
 */
function heldAmong(store: ClickHouse, all: readonly Keys[], copied: Copied): (keys: Keys) => Promise<Keys> {
  const pending = new Map<string, Promise<Set<string>>>();
  return async ({ workspaceId, ids }) => {
    const isOld = (id: string) => !copied.get(workspaceId)?.has(id);
    const ask = () => {
      const own = all.filter((keys) => keys.workspaceId === workspaceId);
      return findHeld(store, { workspaceId, ids: [...new Set(own.flatMap((keys) => keys.ids))].filter(isOld) });
    };
    const held = pending.get(workspaceId) ?? ask();
    pending.set(workspaceId, held);
    const known = await held;
    return { workspaceId, ids: ids.filter((id) => known.has(id)) };
  };
}

async function takeOff(
  groups: readonly BatchGroup[],
  changes: readonly ForwardChange[],
  spans: readonly BatchGroup[],
): Promise<void> {
  const batches = groups.flatMap(({ ids }) => ids);
  if (batches.length > 0)
    await prisma().$executeRaw`
      with gone as (delete from forward_batches where id = any(${batches}::bigint[]) returning id)
      delete from direct_batches where id in (select id from gone)`;
  const spanIds = spans.flatMap(({ ids }) => ids);
  if (spanIds.length > 0) await prisma().$executeRaw`delete from direct_spans where id = any(${spanIds}::bigint[])`;
  const done = changes.map(({ id }) => id);
  if (done.length > 0) await prisma().$executeRaw`delete from forward_changes where id = any(${done}::bigint[])`;
}

/**
 * Runs one round: reads the current state of queued rows, copies them, and removes them from the queue. After a crash
 * the rows are still queued and are copied again with a higher revision. The copy with the highest revision counts.
 * Returns the number of events and whether more may be queued.
 */
async function forwardRound(store: ClickHouse): Promise<{ events: number; hasMore: boolean }> {
  const [groups, changes, spans] = await Promise.all([
    listBatches(roundEvents),
    listChanges(),
    listDirectSpans(roundEvents),
  ]);
  const events = [...groups, ...spans].reduce((sum, group) => sum + group.events, 0);
  if (groups.length + changes.length + spans.length === 0)
    return { events, hasMore: await copyEarlier(store, await nextRevision()) };
  const revision = await nextRevision();
  const spoken = (await Promise.all(groups.map(findKeysWithFeedback))).flat().flatMap(inParts);
  const saidOf = [...spoken, ...keysOf(changes, "scores")];
  const copied: Copied = new Map();
  const held = heldAmong(store, saidOf, copied);
  await copyRows(store, "interactions", revision, [
    ...groups.map((group) => () => readBatches(revision, group)),
    ...groups.map((group) => () => readDirect(revision, group.ids, copied)),
    ...saidOf.map((keys) => () => readInteractions(revision, keys)),
    ...saidOf.map((keys) => async () => readLateWords(store, revision, await held(keys))),
  ]);
  await copyRows(store, "spans", revision, [
    ...keysOf(changes, "traces").map((keys) => () => readTraces(revision, keys)),
    ...spans.map(
      ({ ids }) =>
        () =>
          readDirectSpans(ids),
    ),
  ]);
  const erasing = changes.filter(({ kind }) => kind === "user" || kind === "workspace");
  const open = new Set<bigint>();
  for (const change of erasing) if (!(await eraseInStore(store, change))) open.add(change.id);
  const done = changes.filter(({ id }) => !open.has(id));
  await takeOff(groups, done, spans);
  return { events, hasMore: groups.length + done.length + spans.length > 0 };
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
