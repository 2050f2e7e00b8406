import { createBackoff } from "@/lib/core/backoff";
import { isDatabaseUnavailable, isTooSlow } from "@/lib/core/database-errors";
import { isolateFailing } from "@/lib/core/isolate-failing";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { detect } from "../detect";
import { readCompared } from "../queries/compared";
import { findFresh, listWatched, toWatched, type WatchedGuard } from "../queries/due";
import { lookAtSegments } from "../queries/segments";
import { advance, isConfirmedByQuiet, isOverdue } from "../state";
import { rollBack } from "./roll-back";
import { type GuardCheck, writeCheck } from "./write-check";

const guardsAtOnce = 100;
const firstId = "00000000-0000-0000-0000-000000000000";
/** The guard after which the next run begins. */
const places = () => singleton("guards-place", () => ({ after: firstId }));
/** Guards that were too slow, for up to ten minutes. */
export const guardBackoff = createBackoff("guards", 10);

/**
 * Checks all guards, or those of one workspace, until the deadline. Skips a guard without a block of new scores, unless
 * a rollback is due because of elapsed time. Safe to call concurrently or late: each alert and rollback happens once.
 * An error in one guard does not stop the others, nor does a slow one: the next run goes on where this one ends.
 */
export async function checkGuards(deadlineAt: number, only: string | null = null): Promise<Record<string, number>> {
  const counts = { guards: 0, checked: 0, rolledBack: 0, failed: 0 };
  const place = only === null ? places() : { after: firstId };
  while (Date.now() < deadlineAt) {
    const page = await listWatched(place.after, guardsAtOnce, only);
    const paused = guardBackoff.paused();
    const guards = page.flatMap((row) => toWatched(row) ?? []).filter(({ id }) => !paused.includes(id));
    counts.failed += page.length - guards.length;
    const fresh = await findFreshOfEach(guards);
    for (const guard of guards) {
      // The next run goes on here, so that slow guards do not keep those behind them from their checks.
      if (Date.now() >= deadlineAt) return counts;
      place.after = guard.id;
      counts.guards++;
      const seen = fresh.get(guard.id);
      if (!seen) counts.failed++;
      if (!seen || !isDue(guard, seen)) continue;
      try {
        const outcome = await check(guard, seen);
        if (outcome !== "late") counts.checked++;
        if (outcome === "rolled_back") counts.rolledBack++;
      } catch (error) {
        counts.failed++;
        noteFailure(guard, error);
      }
    }
    place.after = page.at(-1)?.id ?? firstId;
    if (page.length < guardsAtOnce) {
      place.after = firstId;
      break;
    }
  }
  return counts;
}

type FreshScores = GuardCheck["step"]["memory"]["seen"];

/** Finds new scores of each guard. Leaves out guards whose scores cannot be read. */
async function findFreshOfEach(guards: readonly WatchedGuard[]): Promise<Map<string, FreshScores>> {
  const found = new Map<string, FreshScores>();
  await isolateFailing(guards, {
    work: async (some) => {
      const fresh = await findFresh(some);
      for (const { id } of some) found.set(id, fresh.get(id) ?? {});
    },
    isOfRow: (error) => !isDatabaseUnavailable(error) || isTooSlow(error),
    leaveOut: noteFailure,
  });
  return found;
}

/** Logs the failure. A guard whose check takes too long is paused, because each attempt costs the others seconds. */
function noteFailure({ id }: WatchedGuard, error: unknown): void {
  if (isTooSlow(error)) guardBackoff.pause(id);
  logger().warn({ err: error, guard: id }, "a guard could not be checked");
}

/**
 * Whether a check is due: there are new scores or another release, or a rollback is due because its cool-down is over
 * or a critical reading was not followed by new scores.
 */
const isDue = ({ memory, revision, rollsBack, now }: WatchedGuard, seen: object) =>
  Object.keys(seen).length > 0 ||
  memory.revision !== revision ||
  (rollsBack && (isOverdue(memory, now) || isConfirmedByQuiet(memory, now)));

async function check(guard: WatchedGuard, fresh: FreshScores) {
  const comparison = await readCompared(guard);
  const { baselineVersion, isConcurrent } = comparison;
  const { memory, revision } = guard;
  const findings = detect(guard, comparison.metrics, memory.revision === revision ? memory.findings : []);
  const look = { revision: guard.revision, baselineVersion, isConcurrent, findings, fresh };
  const step = advance(guard.memory, look, guard.rollsBack, guard.now);
  const segments = await lookAtSegments(guard, comparison, step.memory);
  const checked = { guard, comparison, step: segments ? { ...step, memory: { ...step.memory, segments } } : step };
  if (step.isRollbackDue) return rollBack(checked);
  return (await writeCheck(checked)) ? "checked" : "late";
}
