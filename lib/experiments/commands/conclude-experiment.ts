import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { type MoveResult, moveDeployment } from "@/lib/registry/commands/move-deployment";
import { memoOf } from "../memos/memo-of";
import { getExperimentOrThrow } from "../queries/experiments";
import { decisionRefusal } from "../results/decide-rule";
import { decisionCode, decisionWords } from "../results/decide-words";
import { getExperimentResults } from "../results/queries";
import type { ExperimentResults } from "../results/schema";
import type { ConcludeExperimentInput } from "../schema";
import type { ExperimentDecision, ExperimentView } from "../views";
import { assertStatus, type LockedExperiment, lockExperiment } from "./load";
import { endPhase, raise } from "./run-experiment";

export type Conclusion = { experiment: ExperimentView; release: MoveResult["release"] | null };

/**
 * Concludes an experiment with a variant. Releases its version to everybody through the gate, unless it is live
 * already. Writes a decision memo. Throws 409 `experiment_not_complete` before the planned sample is reached.
 */
export async function concludeExperiment(actor: Actor, input: ConcludeExperimentInput): Promise<Conclusion> {
  const { id } = input;
  authorize(actor, "experiment:write");
  const results = await getExperimentResults(actor, id);
  const key = input.variant ?? chosenBy(results);
  const refusal = decisionRefusal(results, key);
  if (refusal) throw new AppError(decisionCode(refusal), decisionWords(refusal));
  const { epochs, release } = await transaction(async (tx) => {
    const experiment = await lockExperiment(tx, actor, id, "prompt:promote");
    assertStatus(experiment, ["running", "stopped"], "There is nothing to decide.");
    if (experiment.phase !== results.phase)
      throw new AppError("invalid_state", "A new phase began meanwhile. Its plan decides now.");
    if (input.variant === undefined) await assertNothingReleasedSince(tx, experiment);
    const moved = await move(tx, actor, experiment, { ...input, variant: key }, results.verdict?.sentence ?? null);
    const { changes, at } = moved
      ? { changes: moved.epochs, at: new Date(moved.release.at) }
      : await raise(tx, experiment).then(({ change, at }) => ({ changes: [change], at }));
    const variant = variantOf(experiment, key);
    const { reason = "" } = input;
    const decided: ExperimentDecision = {
      variant: key,
      version: variant.version,
      release: moved?.release.id ?? null,
      by: actor.name,
      at: at.toISOString(),
      reason,
    };
    await endPhase(tx, experiment);
    await tx.experiment.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { status: "concluded", decision: decided, endedAt: experiment.endedAt ?? at, updatedAt: at },
    });
    const { actorKind: decidedByKind, actorId: decidedById, actorName: decidedByName } = actorRecord(actor);
    await tx.experimentMemo.create({
      data: {
        ...memoOf(results, key),
        workspaceId: actor.workspaceId,
        experimentId: id,
        promptId: experiment.promptId,
        environmentId: experiment.environmentId,
        name: experiment.name,
        question: experiment.hypothesis,
        variant: key,
        version: variant.version,
        releaseId: decided.release,
        reason,
        decidedByKind,
        decidedById,
        decidedByName,
        decidedAt: at,
      },
    });
    await recordAudit(tx, actor, "experiment.conclude", experiment, decided);
    return { epochs: changes, release: moved?.release ?? null };
  });
  announceEpochs(epochs);
  return { experiment: await getExperimentOrThrow(actor, id), release };
}

/** The variant of the verdict, else the control. Without a verdict: the first candidate. */
function chosenBy({ verdict, variants, bandit }: ExperimentResults): string {
  if (bandit && !bandit.isBurningIn)
    throw new AppError("invalid_request", "A bandit gives no verdict. Name the variant to release.", {
      errors: [{ pointer: "/variant", code: "required", message: "Name the variant to release." }],
    });
  const named = verdict?.result === "better" ? verdict.variant : null;
  return named ?? variants.find(({ isControl }) => isControl === (verdict !== null))?.key ?? "";
}

/**
 * Throws 409 `invalid_state` if another version was released after the experiment was stopped and no variant was named.
 */
async function assertNothingReleasedSince(
  tx: Transaction,
  { workspaceId, promptId, environmentId, endedAt, environment }: LockedExperiment,
): Promise<void> {
  if (!endedAt) return;
  const release = await tx.release.findFirst({
    where: { workspaceId, promptId, environmentId, at: { gt: endedAt } },
    orderBy: { at: "desc" },
    select: { toVersion: true },
  });
  if (!release) return;
  const message = `v${release.toVersion} was promoted to ${environment.name} after the experiment was stopped. Name the variant to promote in its place.`;
  throw new AppError("invalid_state", message);
}

function variantOf({ plan }: LockedExperiment, key: string) {
  const variant = plan.variants.find((candidate) => candidate.key === key);
  if (!variant) throw new AppError("invalid_state", `There is no variant ${key} in this experiment.`);
  return variant;
}

/** Releases the variant's version; null when it is already live. */
async function move(
  tx: Transaction,
  actor: Actor,
  experiment: LockedExperiment,
  { variant: key, reason, override }: ConcludeExperimentInput & { variant: string },
  sentence: string | null,
): Promise<Awaited<ReturnType<typeof moveDeployment>> | null> {
  const { workspaceId, prompt, environment, id, name, phase } = experiment;
  const { version } = variantOf(experiment, key);
  const to = await tx.version.findFirstOrThrow({
    where: { workspaceId, promptId: prompt.id, number: version },
    select: { id: true, number: true },
  });
  const moved = await moveDeployment(tx, actor, {
    prompt,
    environment,
    to,
    kind: "experiment" as const,
    override,
    // An override of the gate requires a reason from the person.
    reason: reason || (override ? "" : `Chosen by the experiment "${name}".`),
    evidence: { experiment: id, name, phase, variant: key, ...(sentence !== null && { verdict: sentence }) },
  });
  return moved.epochs.length > 0 ? moved : null;
}
