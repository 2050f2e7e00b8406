import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Experiment } from "@/lib/core/generated/prisma/client";
import { type LoadedEnvironment, type LoadedPrompt, lockPromptById } from "@/lib/registry/commands/load";
import type { ExperimentPlan } from "../plan";
import { planFaults } from "../plan-rules";
import { planFieldError } from "../plan-words";

export type LockedExperiment = Omit<Experiment, "plan"> & {
  plan: ExperimentPlan;
  prompt: LoadedPrompt;
  environment: LoadedEnvironment;
};

/**
 * Locks the prompt's row, then the experiment's row, always in this order, and returns the experiment. Throws 404
 * `not_found`, and 403 if the actor lacks the permission in the experiment's environment.
 */
export async function lockExperiment(
  tx: Transaction,
  actor: Actor,
  id: string,
  permission: "experiment:write" | "prompt:promote",
): Promise<LockedExperiment> {
  const { workspaceId } = actor;
  const where = { id, workspaceId };
  const place = await tx.experiment.findFirst({
    where,
    select: { promptId: true, environment: { select: { id: true, name: true, isProtected: true, stage: true } } },
  });
  if (!place) throw notFound("This experiment");
  authorize(actor, permission, place.environment);
  const prompt = await lockPromptById(tx, workspaceId, place.promptId);
  await tx.$queryRaw`select 1 from experiments where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.experiment.findFirst({ where });
  if (!row) throw notFound("This experiment");
  return { ...row, plan: row.plan as ExperimentPlan, prompt, environment: place.environment };
}

/** Throws 409 `invalid_state` if the experiment's status does not allow the action. */
export function assertStatus(
  { status, name }: Pick<Experiment, "status" | "name">,
  allowed: readonly Experiment["status"][],
  otherwise: string,
): void {
  if (!allowed.includes(status)) throw new AppError("invalid_state", `"${name}" ${words[status]}. ${otherwise}`);
}

const words = {
  draft: "has not started",
  running: "is running",
  stopped: "is stopped",
  concluded: "is concluded",
} as const satisfies Record<Experiment["status"], string>;

/** Throws 422 with all faults of a plan that cannot be started. The error code is that of the first fault. */
export function assertPlan(plan: ExperimentPlan): void {
  const errors = planFaults(plan).map(planFieldError);
  const [first] = errors;
  if (!first) return;
  const coded = errors.find(({ code }) => code === "invalid_weights") ?? first;
  throw new AppError(coded.code, `${coded.pointer}: ${coded.message}`, { errors });
}

/** Throws 404 `not_found` for versions that the prompt does not have. */
export async function assertVersions(
  tx: Transaction,
  workspaceId: string,
  prompt: { id: string; name: string },
  { variants }: ExperimentPlan,
): Promise<void> {
  const numbers = variants.map(({ version }) => version);
  const rows = await tx.version.findMany({
    where: { workspaceId, promptId: prompt.id, number: { in: numbers } },
    select: { number: true },
  });
  const missing = numbers.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined) throw notFound(`Version ${missing} of ${prompt.name}`);
}
