import { logger } from "@/lib/core/logger";
import { detect } from "../detect";
import { readCompared } from "../queries/compared";
import { findFresh, listWatched, toWatched, type WatchedGuard } from "../queries/due";
import { lookAtSegments } from "../queries/segments";
import { advance, isConfirmedByQuiet, isOverdue } from "../state";
import { rollBack } from "./roll-back";
import { type Checked, writeCheck } from "./write-check";

const guardsAtOnce = 100;

/**
 * Checks all guards, or those of one workspace, until the deadline. Skips a guard without a block of new scores, unless
 * a rollback is due because of elapsed time. Safe to call concurrently or late: each alert and rollback happens once.
 * An error in one guard does not stop the others.
 */
export async function checkGuards(deadlineAt: number, only: string | null = null): Promise<Record<string, number>> {
  const counts = { guards: 0, checked: 0, rolledBack: 0, failed: 0 };
  let after = "00000000-0000-0000-0000-000000000000";
  while (Date.now() < deadlineAt) {
    const page = await listWatched(after, guardsAtOnce, only);
    const guards = page.flatMap((row) => toWatched(row) ?? []);
    counts.failed += page.length - guards.length;
    const fresh = await findFresh(guards);
    for (const guard of guards) {
      if (Date.now() >= deadlineAt) break;
      counts.guards++;
      const seen = fresh.get(guard.id) ?? {};
      if (!isDue(guard, seen)) continue;
      try {
        const outcome = await check(guard, seen);
        if (outcome !== "late") counts.checked++;
        if (outcome === "rolled_back") counts.rolledBack++;
      } catch (error) {
        counts.failed++;
        logger().warn({ err: error, guard: guard.id }, "a guard could not be checked");
      }
    }
    const last = page.at(-1);
    if (page.length < guardsAtOnce || !last) break;
    after = last.id;
  }
  return counts;
}

/**
 * Whether a check is due: there are new scores or another release, or a rollback is due because its cool-down is over
 * or a critical reading was not followed by new scores.
 */
const isDue = ({ memory, revision, rollsBack, now }: WatchedGuard, seen: object) =>
  Object.keys(seen).length > 0 ||
  memory.revision !== revision ||
  (rollsBack && (isOverdue(memory, now) || isConfirmedByQuiet(memory, now)));

async function check(guard: WatchedGuard, fresh: Checked["step"]["memory"]["seen"]) {
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
