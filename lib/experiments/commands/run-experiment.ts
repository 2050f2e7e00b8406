import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { experimentStopped } from "@/lib/alerts/definitions/experiment-stopped";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { type Raised, raiseEpoch } from "@/lib/registry/commands/raise-epoch";
import { getExperimentOrThrow } from "../queries/experiments";
import { type NewPhaseInput, type StartExperimentInput, type StopExperimentInput, toPlan } from "../schema";
import type { ExperimentView } from "../views";
import { beginPhase } from "./begin-phase";
import { assertStatus, type LockedExperiment, lockExperiment } from "./load";

/**
 * Freezes a draft's plan and starts to serve it. Throws 409 `experiment_conflict` if an experiment already runs on the
 * prompt in the environment, and the errors of `beginPhase`.
 */
export async function startExperiment(actor: Actor, input: StartExperimentInput): Promise<ExperimentView> {
  const { id, reason = "", override } = input;
  authorize(actor, "experiment:write");
  authorize(actor, "prompt:read"); // needed for the result
  const epochs = await refusingSecond(() =>
    transaction(async (tx) => {
      const experiment = await lockExperiment(tx, actor, id, "prompt:promote");
      assertStatus(experiment, ["draft"], "An experiment starts only once. Create a new one.");
      await assertOnlyOne(tx, experiment);
      const begun = await beginPhase(tx, actor, experiment, experiment.plan, { number: 1, reason, override });
      await recordAudit(tx, actor, "experiment.start", experiment, { phase: 1, reason, ...begun.evidence });
      return begun.epochs;
    }),
  );
  announceEpochs(epochs);
  return getExperimentOrThrow(actor, id);
}

/**
 * Changes the plan of a running experiment by starting a new phase with a new seed. The users of phases are not mixed.
 */
export async function newPhase(actor: Actor, input: NewPhaseInput): Promise<ExperimentView> {
  const { id, reason, override, ...changes } = input;
  authorize(actor, "experiment:write");
  authorize(actor, "prompt:read"); // needed for the result
  const epochs = await transaction(async (tx) => {
    const experiment = await lockExperiment(tx, actor, id, "prompt:promote");
    assertStatus(experiment, ["running"], "Only a running experiment can have a next phase.");
    const plan = toPlan(changes, experiment.plan);
    const number = experiment.phase + 1;
    await endPhase(tx, experiment);
    const begun = await beginPhase(tx, actor, experiment, plan, { number, reason, override });
    await recordAudit(tx, actor, "experiment.phase", experiment, { phase: number, reason, ...begun.evidence });
    return begun.epochs;
  });
  announceEpochs(epochs);
  return getExperimentOrThrow(actor, id);
}

/**
 * Stops a running experiment, so that everybody gets the released version. It can still be concluded, but not
 * restarted.
 */
export async function stopExperiment(actor: Actor, input: StopExperimentInput): Promise<ExperimentView> {
  const { id, reason = "" } = input;
  authorize(actor, "experiment:write");
  authorize(actor, "prompt:read"); // needed for the result
  const epochs = await transaction(async (tx) => {
    const experiment = await lockExperiment(tx, actor, id, "prompt:promote");
    assertStatus(experiment, ["running"], "There is nothing to stop.");
    const { workspaceId, phase } = experiment;
    const { change, at } = await raise(tx, experiment);
    await tx.experiment.update({
      where: { id, workspaceId },
      data: { status: "stopped", endedAt: at, endReason: reason, updatedAt: at },
    });
    await endPhase(tx, experiment);
    await recordAudit(tx, actor, "experiment.stop", experiment, { phase, reason });
    // A person who stops it needs no alert.
    if (actor.kind === "system") await alertStopped(tx, experiment, reason);
    return [change];
  });
  announceEpochs(epochs);
  return getExperimentOrThrow(actor, id);
}

async function alertStopped(tx: Transaction, experiment: LockedExperiment, reason: string): Promise<void> {
  const { id, workspaceId, promptId, environmentId, name, phase } = experiment;
  const cause = { workspaceId, promptId, environmentId, dedupeKey: `experiment.stopped ${id} ${phase}` };
  await raiseAlert(tx, experimentStopped.alert(cause, { experiment: { id, name, phase } }, reason));
}

/** Raises the epoch of the experiment's environment. The result must be announced after the commit. */
export function raise(
  tx: Transaction,
  { workspaceId, environmentId, promptId }: Pick<LockedExperiment, "workspaceId" | "environmentId" | "promptId">,
): Promise<Raised> {
  return raiseEpoch(tx, { workspaceId, environmentId }, [promptId]);
}

/** Sets the end of the phase, in database time. */
export async function endPhase(tx: Transaction, { id, workspaceId, phase }: LockedExperiment): Promise<void> {
  await tx.$executeRaw`update experiment_phases set ended_at = clock_timestamp()
    where experiment_id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and number = ${phase} and ended_at is null`;
}

async function assertOnlyOne(tx: Transaction, experiment: LockedExperiment): Promise<void> {
  const { workspaceId, promptId, environmentId, prompt, environment } = experiment;
  const other = await tx.experiment.findFirst({
    where: { workspaceId, promptId, environmentId, status: "running" },
    select: { name: true },
  });
  if (!other) return;
  const message = `The experiment "${other.name}" already runs on ${prompt.name} in ${environment.name}. Stop or conclude it first.`;
  throw new AppError("experiment_conflict", message);
}

/** The prompt's lock orders concurrent calls, and a unique index rejects the second. */
async function refusingSecond<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("experiment_conflict", "Another experiment already runs on this prompt in this environment.");
  }
}
