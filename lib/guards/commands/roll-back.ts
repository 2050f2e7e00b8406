import { raiseAlert } from "@/lib/alerts/commands/alerts";
import type { SystemActor } from "@/lib/auth/actor";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { isAppError } from "@/lib/core/errors";
import { lockPromptById } from "@/lib/registry/commands/load";
import { moveDeployment } from "@/lib/registry/commands/move-deployment";
import { lastKnownGood } from "@/lib/registry/lifecycle";
import { badSentences, rolledBackAlert, stuckAlert } from "../alerts";
import type { WatchedGuard } from "../queries/due";
import { afterRollback, afterStuck } from "../state";
import { type GuardCheck, keepMemory, noteCheck, settleWorse, subjectOf } from "./write-check";

export type RollbackOutcome = "rolled_back" | "stuck" | "late";

/** The actor of automatic rollbacks in releases and the audit log. */
const guardActor = (workspaceId: string): SystemActor => ({ kind: "system", workspaceId, name: "Guard" });

/**
 * Rolls back to the last good version. Writes release, statuses, epoch, guard state and alert in one transaction.
 * Checks the state again under the prompt's lock: if a concurrent request moved the deployment, changed the guard or
 * rolled back first, does nothing (`late`). If there is no good version, raises an alert, once.
 */
export async function rollBack(checked: GuardCheck): Promise<RollbackOutcome> {
  try {
    const { outcome, epochs } = await transaction((tx) => settle(tx, checked));
    announceEpochs(epochs);
    return outcome;
  } catch (error) {
    // A person moved the deployment concurrently. Their move takes precedence.
    if (isAppError(error) && error.code === "revision_conflict") return "late";
    throw error;
  }
}

type SettledRollback = { outcome: RollbackOutcome; epochs: EpochChange[] };
const late: SettledRollback = { outcome: "late", epochs: [] };

async function settle(tx: Transaction, checked: GuardCheck): Promise<SettledRollback> {
  const { guard, step } = checked;
  const { workspaceId, promptId, environmentId, revision, version, coolDownMinutes, now } = guard;
  const prompt = await lockPromptById(tx, workspaceId, promptId);
  if (prompt.archivedAt || !(await isUnchanged(tx, guard))) return late;
  const subject = { ...subjectOf(checked), prompt: prompt.name };
  const releases = await tx.release.findMany({
    where: { workspaceId, promptId, environmentId },
    orderBy: { revision: "desc" },
    select: { kind: true, fromVersion: true, toVersion: true, evidence: true },
  });
  const number = lastKnownGood(releases, version);
  if (number === null) {
    if (!(await keepMemory(tx, guard, afterStuck(step.memory)))) return late;
    await noteCheck(tx, checked, "critical");
    await raiseAlert(tx, stuckAlert(subject));
    await settleWorse(tx, checked);
    return { outcome: "stuck", epochs: [] };
  }
  const [environment, to] = [
    await tx.environment.findFirstOrThrow({
      where: { id: environmentId, workspaceId },
      select: { id: true, name: true, stage: true, isProtected: true },
    }),
    await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId, number },
      select: { id: true, number: true },
    }),
  ];
  const { deployment, release, epochs } = await moveDeployment(tx, guardActor(workspaceId), {
    prompt,
    environment,
    to,
    kind: "auto_rollback",
    expectedRevision: revision,
    reason: badSentences(step.memory.findings),
    evidence: { guard: evidenceOf(checked) },
  });
  if (!(await keepMemory(tx, guard, afterRollback(deployment.revision, coolDownMinutes, now))))
    throw new Error("a guard's state moved under its lock");
  await noteCheck(tx, checked, "critical");
  await raiseAlert(tx, rolledBackAlert(subject, number, release.id));
  await settleWorse(tx, checked);
  return { outcome: "rolled_back", epochs };
}

/** Whether guard, state and live release are unchanged since the check. Locks the state's row. */
async function isUnchanged(tx: Transaction, { id, workspaceId, promptId, environmentId, seq, revision }: WatchedGuard) {
  const [row] = await tx.$queryRaw<{ seq: number }[]>`
    select s.seq from guard_states s join guards g on g.id = s.guard_id
    join deployments d on d.prompt_id = g.prompt_id and d.environment_id = g.environment_id
    where s.guard_id = ${id}::uuid and s.workspace_id = ${workspaceId}::uuid and g.workspace_id = ${workspaceId}::uuid
      and g.is_enabled and g.rolls_back and g.prompt_id = ${promptId}::uuid and g.environment_id = ${environmentId}::uuid
      and d.revision = ${revision} for update of s`;
  return row?.seq === seq;
}

/** The evidence stored with the release. */
function evidenceOf({ guard, comparison, step }: GuardCheck) {
  const { findings, hits } = step.memory;
  const first = findings.flatMap(({ metric }) => hits[metric]?.firstAt ?? []);
  const checkedAt = guard.now.toISOString();
  const { baselineVersion } = comparison;
  return { id: guard.id, findings, firstHitAt: first.toSorted()[0] ?? checkedAt, checkedAt, baselineVersion };
}
