import { raiseAlert, settleAlerts } from "@/lib/alerts/commands/alerts";
import { type Transaction, transaction } from "@/lib/core/db";
import { type AlertSubject, judgeAlert, segmentAlert, type WorseLevel, worseAlert, worseKeys } from "../alerts";
import type { CheckOutcome, MetricFinding } from "../findings";
import type { GuardMemory } from "../memory";
import type { Comparison } from "../queries/compared";
import type { WatchedGuard } from "../queries/due";
import { bySegment } from "../segments";
import type { Step } from "../state";

/** A guard, its comparison, and the resulting step. */
export type GuardCheck = { guard: WatchedGuard; comparison: Comparison; step: Step };

/** The subject of alerts and evidence of a check. Pure. */
export function subjectOf({ guard, comparison, step }: GuardCheck): AlertSubject {
  const { id, workspaceId, promptId, prompt, environmentId, environment, revision, version } = guard;
  const place = { id, workspaceId, promptId, prompt, environmentId, environment };
  const { baselineVersion } = comparison;
  return { ...place, revision, version, baselineVersion, findings: step.memory.findings };
}

/**
 * Stores a check and raises its alerts in one transaction. Returns false if another process was first, which the
 * sequence number of the state decides.
 */
export async function writeCheck(checked: GuardCheck): Promise<boolean> {
  const { guard, step } = checked;
  return transaction(async (tx) => {
    if (!(await keepMemory(tx, guard, step.memory))) return false;
    if (step.isStored) await noteCheck(tx, checked, step.outcome);
    const subject = subjectOf(checked);
    if (step.alert)
      await raiseAlert(tx, worseAlert(subject, step.alert, step.memory.episode, nextStepSentence(checked)));
    if (step.alert === "critical") await settleWorse(tx, checked, ["worse"]);
    const { segments } = step.memory;
    // One alert per release and segment: the alert's key contains both.
    for (const findings of bySegment(segments?.findings ?? [])) await raiseAlert(tx, segmentAlert(subject, findings));
    if (step.isJudgeAlertDue) await raiseAlert(tx, judgeAlert(subject, guard.now));
    return true;
  });
}

/** Marks the alerts for this worse version as seen, because a later alert says more. */
export async function settleWorse(
  tx: Transaction,
  checked: GuardCheck,
  levels: readonly WorseLevel[] = ["worse", "critical"],
): Promise<void> {
  const keys = worseKeys(subjectOf(checked), levels, checked.step.memory.episode);
  await settleAlerts(tx, checked.guard.workspaceId, keys);
}

/** What the guard does next about a critical version, as a sentence. */
function nextStepSentence({ guard, step }: GuardCheck): string {
  const { findings, coolUntil } = step.memory;
  if (!findings.some(({ reading }) => reading === "critical")) return "";
  if (!guard.rollsBack) return "The guard does not roll back automatically.";
  if (coolUntil !== null && guard.now < new Date(coolUntil))
    return `The guard cools down until ${coolUntil} and does not roll back before.`;
  return step.alert === "worse"
    ? "If the next scores confirm it, or none come for a minute, the guard rolls back."
    : "";
}

/** Replaces the guard's state if it is unchanged since it was read. Returns false if another process was first. */
export async function keepMemory(
  tx: Transaction,
  { id, workspaceId, seq, now }: Pick<WatchedGuard, "id" | "workspaceId" | "seq" | "now">,
  state: GuardMemory,
): Promise<boolean> {
  const { count } = await tx.guardState.updateMany({
    where: { guardId: id, workspaceId, seq },
    data: { state, seq: { increment: 1 }, checkedAt: now },
  });
  return count === 1;
}

/** Stores a check in the guard's history. */
export async function noteCheck(tx: Transaction, { guard, comparison, step }: GuardCheck, outcome: CheckOutcome) {
  const { id: guardId, workspaceId, now: at, revision, version } = guard;
  const findings: MetricFinding[] = step.memory.findings;
  const { baselineVersion } = comparison;
  await tx.guardCheck.create({
    data: { workspaceId, guardId, at, revision, version, baselineVersion, outcome, findings },
  });
}
