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
 * The experiment with its prompt's and its own row locked, in this order as everywhere. 404 `not_found`; 403 when the
 * actor may not make experiments, or may not change what is live in its environment where that is asked for.
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

/** Refuses what the experiment's state does not allow: 409 `invalid_state`. */
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

/** Refuses a plan that cannot be started: 422 with every fault, under the code of the first. */
export function assertPlan(plan: ExperimentPlan): void {
  const errors = planFaults(plan).map(planFieldError);
  const [first] = errors;
  if (!first) return;
  const coded = errors.find(({ code }) => code === "invalid_weights") ?? first;
  throw new AppError(coded.code, `${coded.pointer}: ${coded.message}`, { errors });
}

/** Refuses versions the prompt does not have: 404 `not_found`. */
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
