import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { assertNotArchived, loadEnvironment, lockPrompt } from "@/lib/registry/commands/load";
import { getExperimentOrThrow } from "../queries/experiments";
import { type CreateExperimentInput, toPlan, type UpdateExperimentInput } from "../schema";
import type { ExperimentView } from "../views";
import { assertPlan, assertStatus, assertVersions, lockExperiment } from "./load";

/** Creates a draft. It is not served before its start. Throws 422 for a plan that could not be started. */
export async function createExperiment(actor: Actor, input: CreateExperimentInput): Promise<ExperimentView> {
  const { workspaceId } = actor;
  authorize(actor, "experiment:write");
  authorize(actor, "prompt:read"); // needed for the result
  const environment = await loadEnvironment(workspaceId, input.environment);
  authorize(actor, "experiment:write", environment);
  const plan = toPlan(input);
  assertPlan(plan);
  const id = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.prompt);
    assertNotArchived(prompt);
    await assertVersions(tx, workspaceId, prompt, plan);
    const { actorKind, actorId, actorName } = actorRecord(actor);
    const row = await tx.experiment.create({
      data: {
        workspaceId,
        promptId: prompt.id,
        environmentId: environment.id,
        name: input.name,
        hypothesis: input.hypothesis ?? "",
        kind: plan.kind,
        plan,
        exclusiveGroup: plan.exclusiveGroup,
        createdByKind: actorKind,
        createdById: actorId,
        createdByName: actorName,
      },
    });
    await recordAudit(tx, actor, "experiment.create", row, { prompt: prompt.name, environment: environment.name });
    return row.id;
  });
  return getExperimentOrThrow(actor, id);
}

/**
 * Changes a draft. Omitted fields keep their value. Throws 409 `invalid_state` after the start, because the plan is
 * frozen.
 */
export async function updateExperiment(actor: Actor, input: UpdateExperimentInput): Promise<ExperimentView> {
  authorize(actor, "prompt:read"); // needed for the result
  const { id, name, hypothesis, ...changes } = input;
  await transaction(async (tx) => {
    const experiment = await lockExperiment(tx, actor, id, "experiment:write");
    const otherwise =
      experiment.status === "running" ? "Its plan is frozen. A change starts a new phase." : "Its plan is frozen.";
    assertStatus(experiment, ["draft"], otherwise);
    const plan = toPlan(changes, experiment.plan);
    assertPlan(plan);
    await assertVersions(tx, actor.workspaceId, experiment.prompt, plan);
    const row = await tx.experiment.update({
      where: { id, workspaceId: actor.workspaceId },
      data: {
        ...(name !== undefined && { name }),
        ...(hypothesis !== undefined && { hypothesis }),
        kind: plan.kind,
        plan,
        exclusiveGroup: plan.exclusiveGroup,
        updatedAt: databaseNow(),
      },
    });
    await recordAudit(tx, actor, "experiment.update", row, {
      fields: Object.keys({ ...input, id: undefined }).filter((field) => field !== "id"),
    });
  });
  return getExperimentOrThrow(actor, id);
}

/** Deletes a draft. Throws 409 `invalid_state` after the start, because started experiments are kept as history. */
export async function deleteExperiment(actor: Actor, { id }: { id: string }): Promise<{ id: string }> {
  await transaction(async (tx) => {
    const experiment = await lockExperiment(tx, actor, id, "experiment:write");
    assertStatus(experiment, ["draft"], "An experiment that has run is kept.");
    await tx.experiment.delete({ where: { id, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, "experiment.delete", experiment);
  });
  return { id };
}
