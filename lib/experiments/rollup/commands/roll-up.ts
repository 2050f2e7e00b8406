import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { prisma, type Transaction } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import { countUses } from "@/lib/telemetry/commands/count-uses";
import { learnSegmentValues } from "@/lib/telemetry/commands/learn-segment-values";
import { takeBatches } from "@/lib/telemetry/commands/take-batches";
import { findExposures } from "../exposures";
import {
  type CountedPhase,
  listCountedPhases,
  listSeen,
  listUncounted,
  listWeights,
  type UnitKey,
} from "../queries/phases";
import { addRestingTimes, countLater, countUnits, insertExposures } from "./count-units";
import { restoreSums } from "./restore-sums";
import { writeSnapshot } from "./write-snapshot";

export type RolledUp = { events: number; users: number };

const mostEvents = 10_000;
const mostUnits = 4_000;
const roundMs = 40_000;
// Halved when a round takes too long, doubled when one is done: a slow database falls behind, and catches up.
const pace = singleton("rollup-pace", () => ({ share: 1 }));

// Phases whose numbers moved without a snapshot of them yet, because the round after failed.
const phasesWithoutSnapshot = () => singleton("rollup-snapshots", () => new Set<string>());

/** `isLast`: nothing is left to count, or time is up. */
type Round = RolledUp & { isLast: boolean; phases: CountedPhase[] };

/**
 * Counts what came in: uses of prompts, users of experiments, and a snapshot of each experiment that changed. One
 * process in the fleet at a time; `skipped` says that another one does it. What was not counted stays in the queue.
 */
export async function rollUp({ budgetMs = 4_000 } = {}): Promise<RolledUp | "skipped"> {
  const endAt = performance.now() + budgetMs;
  const done: RolledUp = { events: 0, users: 0 };
  const changed = new Set(phasesWithoutSnapshot());
  phasesWithoutSnapshot().clear();
  try {
    for (;;) {
      const round = await rollUpRound(changed, endAt);
      if (round === "skipped") return done.events + done.users > 0 ? done : round;
      done.events += round.events;
      done.users += round.users;
      if (!round.isLast) continue;
      changed.clear();
      return done;
    }
  } finally {
    for (const key of changed) phasesWithoutSnapshot().add(key);
  }
}

/** `changed` are the phases that wait for a snapshot: the last round writes it, so that catching up costs one. */
async function rollUpRound(changed: Set<string>, endAt: number): Promise<(RolledUp & { isLast: boolean }) | "skipped"> {
  const [events, units] = [mostEvents, mostUnits].map((most) => Math.max(1, Math.floor(most * pace.share)));
  try {
    // Not core's transaction: a round that takes long is no sign that the database is away.
    const round = await prisma().$transaction(
      async (tx) => {
        const most = { events: events ?? 1, units: units ?? 1 };
        const counted = await countNext(tx, most, changed, endAt);
        if (counted === "skipped") return counted;
        const { phases, ...round } = counted;
        for (const phase of phases) if (round.isLast && changed.has(keyOf(phase))) await writeSnapshot(tx, phase);
        return round;
      },
      { timeout: roundMs, maxWait: 5_000 },
    );
    pace.share = Math.min(1, pace.share * 2);
    return round;
  } catch (error) {
    if (isDatabaseUnavailable(error)) pace.share = Math.max(1 / mostEvents, pace.share / 2);
    throw error;
  }
}

type Most = { events: number; units: number };

async function countNext(tx: Transaction, most: Most, changed: Set<string>, endAt: number): Promise<Round | "skipped"> {
  const [lock] = await tx.$queryRaw<[{ isOurs: boolean }]>`
    select pg_try_advisory_xact_lock(hashtext('understudy rollup')) as "isOurs"`;
  if (!lock.isOurs) return "skipped";
  await tx.$executeRaw`set local jit = off`; // long statements over few rows: compiling them costs more than running
  const batches = await takeBatches(tx, most.events);
  if (batches) {
    await countUses(tx, batches);
    await learnSegmentValues(tx, batches);
  }
  const events = batches?.events ?? 0;
  const hasMore = batches?.hasMore ?? false;
  const phases = await listCountedPhases(tx);
  const isEnd = () => performance.now() >= endAt;
  const isLast = !hasMore || isEnd();
  if (phases.length === 0) return { events, users: 0, isLast, phases };

  const seen = batches ? await listSeen(tx, phases, batches) : [];
  const strangers = seen.filter(({ isKnown, versions }) => !isKnown && versions.length > 0);
  const found = strangers.length > 0 ? await findExposures(strangers, phases, await listWeights(tx, phases)) : [];
  await insertExposures(tx, found);
  const resting = seen.filter(({ isResting }) => isResting);
  await countLater(tx, resting);
  // Many of these have events in the queue and are counted with them, so they come last.
  const uncounted = isLast ? await listUncounted(tx, phases, most.units) : [];
  const awake = seen.filter(({ isKnown, isResting }) => isKnown && !isResting);
  const users = [...new Map([...awake, ...found, ...uncounted].map((user) => [unitKeyOf(user), user])).values()];
  if (users.length + resting.length > 0) {
    await restoreSums(tx, phases);
    await countUnits(tx, phases, users, { most: most.units, batches });
    if (batches) await addRestingTimes(tx, phases, batches, resting);
    for (const user of [...users, ...resting]) changed.add(keyOf(user));
  }
  const isDone = isLast && (uncounted.length < most.units || isEnd());
  return { events, users: users.length, isLast: isDone, phases };
}

const keyOf = ({ experimentId, phase }: Pick<UnitKey, "experimentId" | "phase">) => `${experimentId} ${phase}`;
const unitKeyOf = (unit: UnitKey) => `${keyOf(unit)} ${unit.unitId}`;
