import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { prisma, type Transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { countUses } from "@/lib/telemetry/commands/count-uses";
import { learnSegmentValues } from "@/lib/telemetry/commands/save-segments";
import { narrowed, noteAside } from "@/lib/telemetry/commands/set-aside";
import { type Batches, takeBatches, takeExperimentBatches } from "@/lib/telemetry/commands/take-batches";
import { findExposures } from "../exposures";
import {
  type CountedPhase,
  listActiveUnits,
  listCountedPhases,
  listUncounted,
  listWeights,
  type OnUnreadable,
  type UnitKey,
} from "../queries/phases";
import { addRestingTimes, countLater, countUnits, insertExposures } from "./count-units";
import { restoreSums } from "./restore-sums";
import { writeSnapshot } from "./write-snapshot";

export type RolledUp = { events: number; users: number };

const mostEvents = 10_000;
const mostUsers = 4_000;
const roundMs = 40_000;
const usesLock = "understudy uses";
const usersLock = "understudy rollup";
// Halved when a round takes too long, doubled after each round that succeeds. So the size of the rounds adapts to a
// slow database, and grows again.
const pace = singleton("rollup-pace", () => ({ share: 1 }));

/**
 * Counts new events: first uses of prompts, then users of experiments. Writes a snapshot of each experiment that
 * changed. Each of the two counts runs in only one process of the fleet at a time; `skipped` means that another process
 * runs it. Events that are not counted stay in their queue.
 */
export async function rollUp({ budgetMs = 4_000 } = {}): Promise<RolledUp | "skipped"> {
  const endAt = performance.now() + budgetMs;
  const done: RolledUp = { events: 0, users: 0 };
  let isSkipped = false;
  // The users of one round and the uses of the next round are counted concurrently. With two cores this halves the
  // time.
  let isEnd = false;
  for (let round = 0; ; round++) {
    const [uses, users]: [RoundResult<UsesRound>, RoundResult<UsersRound>] = await both(
      isEnd ? null : rollUpUses(),
      round === 0 ? null : rollUpUsers({ endAt, isLast: isEnd }),
    );
    isSkipped ||= uses === "skipped" || users === "skipped";
    if (uses && uses !== "skipped") done.events += uses.events;
    if (users && users !== "skipped") done.users += users.users;
    if (users === "skipped" || users?.isLast) return isSkipped ? "skipped" : done;
    isEnd ||= uses === null || uses === "skipped" || !uses.hasMore || performance.now() >= endAt;
  }
}

/** The result of a round; null if there was none. */
type RoundResult<Round> = Round | "skipped" | null;

/** Waits for both, then throws if one failed, so that nothing still runs after the call. */
async function both<One, Other>(
  one: Promise<One> | null,
  other: Promise<Other> | null,
): Promise<[One | null, Other | null]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

type Most = { events: number; users: number };
type Count<Result> = (tx: Transaction, most: Most) => Promise<Result>;

/**
 * Runs one transaction for as many events and users as the pace allows, in only one process of the fleet. `lock` is the
 * name of the lock.
 */
async function inRound<Result>(
  lock: string,
  count: Count<Result>,
  limit = mostEvents * pace.share,
): Promise<Result | "skipped"> {
  const events = Math.max(1, Math.floor(Math.min(limit, mostEvents * pace.share)));
  const users = Math.max(1, Math.floor(mostUsers * pace.share));
  try {
    // Not core's `transaction`, which would report a long round as an unavailable database.
    const result = await prisma().$transaction(
      async (tx) => {
        const [row] = await tx.$queryRaw<[{ isOurs: boolean }]>`
          select pg_try_advisory_xact_lock(hashtext(${lock})) as "isOurs"`;
        if (!row.isOurs) return "skipped" as const;
        await tx.$executeRaw`set local jit = off`; // long statements on few rows: compiling costs more than running
        return await count(tx, { events, users });
      },
      { timeout: roundMs, maxWait: 5_000 },
    );
    pace.share = Math.min(1, pace.share * 2);
    return result;
  } catch (error) {
    if (isDatabaseUnavailable(error)) pace.share = Math.max(1 / mostEvents, pace.share / 2);
    throw error;
  }
}

type UsesRound = { events: number; hasMore: boolean };

/** Counts the next events as uses of prompts. Sets a batch aside that cannot be read. */
const rollUpUses = (): Promise<UsesRound | "skipped"> =>
  narrowed(
    mostEvents,
    (most) => inRound(usesLock, countNextUses, most),
    (error) => inRound(usesLock, (tx) => setAsideUses(tx, error), 1),
  );

async function countNextUses(tx: Transaction, most: Most): Promise<UsesRound> {
  const batches = await takeBatches(tx, most.events);
  if (!batches) return { events: 0, hasMore: false };
  await countUses(tx, batches);
  await learnSegmentValues(tx, batches);
  return { events: batches.events, hasMore: batches.hasMore };
}

/** Its events are not in the sums of usage. The other queues get the batch, because they may be able to read it. */
async function setAsideUses(tx: Transaction, error: Error): Promise<UsesRound> {
  const batches = await takeBatches(tx, 1);
  if (batches) await noteAside(tx, "uses", batchOf(batches), error);
  return { events: 0, hasMore: true };
}

/** The one batch among these. */
const batchOf = ({ ids: [id = ""], workspaceIds: [workspaceId = ""], ...batch }: Batches) => ({
  id,
  workspaceId,
  ...batch,
});

/** `isLast`: no more events are added to the queue. */
type End = { endAt: number; isLast: boolean };
/** `isLast`: everything is counted, or the time is over. */
type UsersRound = { users: number; isLast: boolean };

/** Counts the users of the next events. Sets a batch aside that cannot be read. */
const rollUpUsers = (end: End): Promise<UsersRound | "skipped"> =>
  narrowed(
    mostEvents,
    (most) => inRound(usersLock, (tx, limits) => countNextUsers(tx, limits, end), most),
    async (error) => {
      // Without any batch, the round fails only if something else than the batch cannot be read.
      await inRound(usersLock, (tx, limits) => countNextUsers(tx, { ...limits, events: 0 }, end), 1);
      return inRound(usersLock, (tx) => setAsideUsers(tx, error), 1);
    },
  );

async function setAsideUsers(tx: Transaction, error: Error): Promise<UsersRound> {
  const batches = await takeExperimentBatches(tx, 1);
  if (batches) await noteAside(tx, "users", batchOf(batches), error);
  return { users: 0, isLast: false };
}

/** Only the last round writes snapshots, so that catching up writes only one. */
async function countNextUsers(tx: Transaction, most: Most, end: End): Promise<UsersRound> {
  const { users, isLast, phases, changed } = await countUsers(tx, most, end);
  const moved = new Set(changed);
  const due = phases.filter((phase) => moved.has(keyOf(phase)));
  if (isLast) await writeSnapshots(tx, phases, due);
  else await noteDue(tx, due);
  return { users, isLast };
}

/**
 * Marks phases whose snapshot is due. Any process may write it, because the process that counted may stop before its
 * last round.
 */
async function noteDue(tx: Transaction, phases: readonly CountedPhase[]): Promise<void> {
  if (phases.length === 0) return;
  const rows = phases.map(({ workspaceId, experimentId, phase }) => ({ workspaceId, experimentId, phase }));
  await tx.$executeRaw`
    insert into experiment_snapshots_due (workspace_id, experiment_id, phase)
    select "workspaceId", "experimentId", phase
    from json_to_recordset(${JSON.stringify(rows)}::json) r ("workspaceId" uuid, "experimentId" uuid, phase int)
    on conflict do nothing`;
}

/** Writes a snapshot of the phases that changed now and of those marked before. */
async function writeSnapshots(tx: Transaction, phases: readonly CountedPhase[], moved: CountedPhase[]): Promise<void> {
  const noted = await tx.$queryRaw<Pick<UnitKey, "experimentId" | "phase">[]>`
    delete from experiment_snapshots_due returning experiment_id as "experimentId", phase`;
  const due = new Set([...moved, ...noted].map(keyOf));
  for (const phase of phases) if (due.has(keyOf(phase))) await writeSnapshot(tx, phase);
}

const reported = singleton("unreadable-phases", () => new Set<string>());

/** Logs a phase that cannot be read, once per process. */
const reportUnreadable: OnUnreadable = ({ experimentId, phase }, error) => {
  const key = keyOf({ experimentId, phase });
  if (reported.has(key)) return;
  reported.add(key);
  logger().error({ err: error, experimentId, phase }, "the plan of an experiment cannot be read; it is not counted");
};

type CountedUsers = UsersRound & { phases: CountedPhase[]; changed: string[] };

async function countUsers(tx: Transaction, most: Most, end: End): Promise<CountedUsers> {
  const batches = await takeExperimentBatches(tx, most.events);
  const phases = await listCountedPhases(tx, reportUnreadable);
  const isEnd = () => performance.now() >= end.endAt;
  const isLast = end.isLast && (!batches?.hasMore || isEnd());
  if (phases.length === 0) return { users: 0, isLast, phases, changed: [] };

  const seen = batches ? await listActiveUnits(tx, phases, batches) : [];
  const strangers = seen.filter(({ isKnown, versions }) => !isKnown && versions.length > 0);
  const found = strangers.length > 0 ? await findExposures(strangers, phases, await listWeights(tx, phases)) : [];
  await insertExposures(tx, found);
  const resting = seen.filter(({ isResting }) => isResting);
  await countLater(tx, resting);
  // Many of these have events in the queue and are counted with them, so the others come last.
  const uncounted = isLast ? await listUncounted(tx, phases, most.users) : [];
  const awake = seen.filter(({ isKnown, isResting }) => isKnown && !isResting);
  const users = [...new Map([...awake, ...found, ...uncounted].map((user) => [unitKeyOf(user), user])).values()];
  if (users.length + resting.length > 0) {
    await restoreSums(tx, phases);
    await countUnits(tx, phases, users, { most: most.users, batches });
    if (batches) await addRestingTimes(tx, phases, batches, resting);
  }
  const isDone = isLast && (uncounted.length < most.users || isEnd());
  return { users: users.length, isLast: isDone, phases, changed: [...users, ...resting].map(keyOf) };
}

const keyOf = ({ experimentId, phase }: Pick<UnitKey, "experimentId" | "phase">) => `${experimentId} ${phase}`;
const unitKeyOf = (unit: UnitKey) => `${keyOf(unit)} ${unit.unitId}`;
