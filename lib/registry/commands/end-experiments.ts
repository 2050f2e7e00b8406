import type { Actor } from "@/lib/auth/actor";
import { recordAudits } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ReleaseKind } from "@/lib/core/generated/prisma/client";

// The room of experiments depends on this one. A move must check running experiments in its own transaction, so the
// needed queries on their tables are here.

type ExperimentScope = { promptIds: readonly string[]; environmentId?: string };

/**
 * Handles the experiment that runs where a move takes place. A promotion throws 409 `experiment_conflict`. A rollback
 * stops the experiment. Returns whether one was stopped.
 */
export async function settleExperiment(
  tx: Transaction,
  actor: Actor,
  {
    kind,
    prompt,
    environment,
    to,
  }: {
    kind: ReleaseKind;
    prompt: { id: string; name: string };
    environment: { id: string; name: string };
    to: { number: number };
  },
): Promise<boolean> {
  if (kind === "experiment") return false;
  if (kind === "promote") {
    const where = { workspaceId: actor.workspaceId, promptId: prompt.id, environmentId: environment.id };
    const running = await tx.experiment.findFirst({ where: { ...where, status: "running" }, select: { name: true } });
    if (!running) return false;
    const message = `The experiment "${running.name}" runs on ${prompt.name} in ${environment.name}. Stop or conclude it, then promote.`;
    throw new AppError("experiment_conflict", message);
  }
  const place = { promptIds: [prompt.id], environmentId: environment.id };
  return endExperiments(tx, actor, place, `Rolled back to v${to.number}.`);
}

/** The names of the experiments that run on these prompts. */
export async function listRunningExperiments(
  db: Pick<Transaction, "experiment">,
  workspaceId: string,
  promptIds: readonly string[],
): Promise<string[]> {
  const running = await db.experiment.findMany({
    where: { workspaceId, promptId: { in: [...promptIds] }, status: "running" },
    select: { name: true },
    orderBy: { id: "asc" },
  });
  return running.map(({ name }) => name);
}

/**
 * Stops the running experiments on these prompts, in one environment or in all, and stores the reason. Returns whether
 * any was stopped.
 */
export async function endExperiments(
  tx: Transaction,
  actor: Actor,
  { promptIds, environmentId }: ExperimentScope,
  reason: string,
): Promise<boolean> {
  const { workspaceId } = actor;
  const where = { workspaceId, promptId: { in: [...promptIds] }, ...(environmentId && { environmentId }) };
  const running = await tx.experiment.findMany({
    where: { ...where, status: "running" },
    select: { id: true, name: true, phase: true },
  });
  if (running.length === 0) return false;
  const ids = running.map(({ id }) => id);
  await tx.$executeRaw`update experiments set status = 'stopped', ended_at = clock_timestamp(), end_reason = ${reason},
    updated_at = clock_timestamp() where workspace_id = ${workspaceId}::uuid and id = any(${ids}::uuid[])`;
  await tx.$executeRaw`update experiment_phases set ended_at = clock_timestamp()
    where workspace_id = ${workspaceId}::uuid and experiment_id = any(${ids}::uuid[]) and ended_at is null`;
  const entries = running.map(({ id, name, phase }) => ({
    action: "experiment.stop" as const,
    target: { id, name },
    data: { phase, reason },
  }));
  await recordAudits(tx, actor, entries);
  return true;
}
