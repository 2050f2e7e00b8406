import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import type { EpochChange } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { assertMerged } from "@/lib/registry/commands/assert-merged";
import { assertNotLocked } from "@/lib/registry/commands/assert-not-locked";
import { assertNotArchived } from "@/lib/registry/commands/load";
import { passGate } from "@/lib/registry/commands/pass-gate";
import { raiseEpoch } from "@/lib/registry/commands/raise-epoch";
import { endHoldbackOf } from "@/lib/registry/commands/settle-holdback";
import { freeRanges, type Range } from "../assignment";
import type { ExperimentPlan } from "../plan";
import { newSeed, planHash } from "../plan-hash";
import { requiredPerVariant } from "../plan-rules";
import { assertPlan, assertVersions, type LockedExperiment } from "./load";

type Beginning = { number: number; reason: string; override?: boolean | undefined };

/**
 * Freezes the plan as a phase with its own seed and its first weights, and raises the epoch. Throws 409 `invalid_state`
 * if nothing is live or a version is not allowed there, `experiment_conflict` if the group is full, `version_locked`,
 * and the errors of the gate: a version that may not go live may not be served to a part of the users either.
 */
export async function beginPhase(
  tx: Transaction,
  actor: Actor,
  experiment: LockedExperiment,
  plan: ExperimentPlan,
  beginning: Beginning,
): Promise<{ epochs: EpochChange[]; startedAt: Date; evidence: Prisma.InputJsonObject }> {
  const { workspaceId } = actor;
  const { id, environment, prompt } = experiment;
  const { number, reason } = beginning;
  assertNotArchived(prompt);
  assertPlan(plan);
  await assertVersions(tx, workspaceId, prompt, plan);
  const passed = await assertMayBeServed(tx, actor, experiment, plan, beginning);
  const groupRanges = await takeGroupPart(tx, experiment, plan);
  const place = { promptId: prompt.id, environmentId: environment.id };
  const { change, at } = await raiseEpoch(tx, { workspaceId, environmentId: environment.id }, [prompt.id]);
  // An experiment has its own control, so the holdback ends.
  await endHoldbackOf(tx, actor, place, `"${experiment.name}" began.`);
  const phase = { workspaceId, experimentId: id };
  const hash = planHash(plan);
  await tx.experimentPhase.create({
    data: {
      ...phase,
      number,
      seed: newSeed(),
      plan,
      planHash: hash,
      reason,
      startedBy: actor.name,
      startedAt: at,
      ...(groupRanges && { groupRanges }),
    },
  });
  const weights = Object.fromEntries(plan.variants.map(({ key, weight }) => [key, weight]));
  await tx.experimentWeights.create({ data: { ...phase, phase: number, batch: 1, weights, at } });
  await tx.experiment.update({
    where: { id, workspaceId },
    data: {
      status: "running",
      phase: number,
      plan,
      kind: plan.kind,
      exclusiveGroup: plan.exclusiveGroup,
      requiredPerVariant: requiredPerVariant(plan),
      startedAt: experiment.startedAt ?? at,
      updatedAt: at,
    },
  });
  return { epochs: [change], startedAt: at, evidence: { planHash: hash, ...passed } };
}

/** Checks that every variant that is not live could be released there. */
async function assertMayBeServed(
  tx: Transaction,
  actor: Actor,
  { prompt, environment }: LockedExperiment,
  { variants }: ExperimentPlan,
  { reason, override }: Beginning,
): Promise<Prisma.InputJsonObject> {
  const { workspaceId } = actor;
  const live = await tx.deployment.findFirst({
    where: { workspaceId, promptId: prompt.id, environmentId: environment.id },
    select: { revision: true, version: { select: { number: true } } },
  });
  if (!live) {
    const message = `Nothing is live for ${prompt.name} in ${environment.name}, and users who are not in the experiment need a version. Promote one first.`;
    throw new AppError("invalid_state", message);
  }
  const evidence: Record<string, Prisma.InputJsonObject> = {};
  for (const { version } of variants) {
    if (version === live.version.number) continue;
    const row = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: prompt.id, number: version },
      select: { id: true, number: true, draftCopy: { select: { name: true } } },
    });
    assertMerged(row, environment);
    const move = { prompt, environment, to: row, kind: "experiment", reason, override } as const;
    await assertNotLocked(tx, actor, move);
    const passed = await passGate(tx, actor, move, live.revision);
    if (passed) evidence[`v${version}`] = passed;
  }
  return evidence;
}

/**
 * Reserves the experiment's ranges in its group; null without a group. Locks the group, which serializes concurrent
 * calls.
 */
async function takeGroupPart(
  tx: Transaction,
  { id, workspaceId, environment }: LockedExperiment,
  { exclusiveGroup, trafficShare }: ExperimentPlan,
): Promise<[number, number][] | null> {
  if (exclusiveGroup === null) return null;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`experiment-group:${environment.id}:${exclusiveGroup}`}, 0))`;
  const rows = await tx.$queryRaw<{ ranges: Range[] | null }[]>`
    select p.group_ranges as ranges from experiments x
    join experiment_phases p on p.experiment_id = x.id and p.number = x.phase
    where x.workspace_id = ${workspaceId}::uuid and x.environment_id = ${environment.id}::uuid
      and x.exclusive_group = ${exclusiveGroup} and x.status = 'running' and x.id <> ${id}::uuid`;
  const occupied = rows.flatMap(({ ranges }) => ranges ?? []);
  const free = freeRanges(occupied, trafficShare);
  if (free) return free.map(([from, to]): [number, number] => [from, to]);
  const left = 1 - occupied.reduce((sum, [from, to]) => sum + to - from, 0);
  const message = `The group "${exclusiveGroup}" has ${Math.floor(left * 1000) / 10} % of its users left in ${environment.name}, and this experiment asks for ${trafficShare * 100} %.`;
  throw new AppError("experiment_conflict", message);
}
