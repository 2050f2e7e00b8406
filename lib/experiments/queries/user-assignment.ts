import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled, hasNameSql } from "@/lib/core/environment-name";
import { count, time } from "@/lib/core/view-fields";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { findHoldbackAt } from "@/lib/registry/queries/releases";
import { reasonNumbers, resolvedAtOf } from "@/lib/telemetry/interaction-mark";
import { holdbackUsers, type Range, Splitter } from "../assignment";
import type { ExperimentPlan } from "../plan";
import { spreadMs } from "../transition";

/** What a user got at a given time, from an experiment or from a holdback. */
export const userAssignmentView = z.strictObject({
  reason: z.enum(["experiment", "release", "pinned"]).meta({
    description:
      "`experiment`: an experiment ran. `release`: the user was in a holdback and kept the previous version. `pinned`: the call asked for this version.",
  }),
  experimentId: z.string().nullable(),
  experiment: z.string().nullable(),
  phase: count.nullable(),
  variant: z
    .string()
    .nullable()
    .meta({ description: "The variant; null if the user was not in the experiment and got the released version." }),
  version: count.nullable(),
  propensity: z.number().nullable().meta({ description: "The share of users of the variant." }),
  exposedAt: time.nullable(),
  source: z.enum(["recorded", "computed"]),
  isSpreading: z.boolean().meta({
    description:
      "Whether the shares changed in the five seconds before. Some instances may still have assigned users by the previous shares.",
  }),
});
export type UserAssignment = z.output<typeof userAssignmentView>;

/** A report carries the application's own time, which may differ from the server's by this much. */
const reportedWithinMs = 15 * 60_000;
const maxReported = 200;

type Question = { prompt: string; environment: string; at: string; userId: string };

/**
 * What this user got at a given time instead of the released version: the variant of an experiment, or the previous
 * version as part of a holdback. Null if the user was in neither.
 */
export async function findUserAssignment(
  actor: Actor,
  { prompt, environment, at, userId }: Question,
): Promise<UserAssignment | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  authorize(actor, "prompt:read", await loadEnvironment(workspaceId, environment));
  const instant = new Date(at);
  const phase = await prisma().experimentPhase.findFirst({
    where: {
      workspaceId,
      startedAt: { lte: instant },
      OR: [{ endedAt: null }, { endedAt: { gt: instant } }],
      experiment: { workspaceId, prompt: calledBy(prompt), environment: environmentCalled(environment) },
    },
    include: { experiment: { select: { name: true } } },
    orderBy: { startedAt: "desc" },
  });
  if (!phase) return findHoldbackAssignment(workspaceId, { prompt, environment, at, userId });
  const place = { workspaceId, experimentId: phase.experimentId, phase: phase.number };
  const [batch, unit, reportedAssignment] = await Promise.all([
    prisma().experimentWeights.findFirst({ where: { ...place, at: { lte: instant } }, orderBy: { batch: "desc" } }),
    prisma().experimentUnit.findFirst({ where: { ...place, unitId: userId } }),
    findReportedAssignment(workspaceId, { prompt, environment, at, userId }),
  ]);
  const isSpreading = batch !== null && instant.getTime() - batch.at.getTime() < spreadMs;
  if (reportedAssignment?.reason === reasonNumbers.pinned)
    return { ...nothing, reason: "pinned", version: reportedAssignment.version, isSpreading };
  const plan = phase.plan as ExperimentPlan;
  const weights = (batch?.weights ?? {}) as Record<string, number>;
  const variants = plan.variants.map((variant) => ({ ...variant, weight: weights[variant.key] ?? 0 }));
  const { exclusiveGroup: name, trafficShare } = plan;
  const group = name === null ? null : { name, ranges: (phase.groupRanges ?? []) as unknown as Range[] };
  const computed = variants[new Splitter({ seed: phase.seed, trafficShare, group, variants }).variantOf(userId)];
  // A bandit may have moved the user after the exposure. Then the weights at that time are better evidence than the
  // exposure, unless these weights were still spreading.
  const batches = [batch?.batch, ...(isSpreading && batch ? [batch.batch - 1] : [])];
  const isExposed = unit !== null && unit.exposedAt <= instant && (plan.kind === "ab" || batches.includes(unit.batch));
  const recorded = reportedAssignment
    ? variants.find(
        ({ version }) =>
          reportedAssignment.reason === reasonNumbers.experiment && version === reportedAssignment.version,
      )
    : variants.find(({ key }) => isExposed && key === unit.variant);
  const isRecorded = reportedAssignment !== null || isExposed;
  const variant = isRecorded ? recorded : computed;
  const isOfRecord = isExposed && unit.variant === variant?.key;
  return {
    reason: "experiment",
    experimentId: phase.experimentId,
    experiment: phase.experiment.name,
    phase: phase.number,
    variant: variant?.key ?? null,
    version: variant?.version ?? null,
    propensity: isOfRecord ? unit.propensity : (variant?.weight ?? null),
    exposedAt: unit?.exposedAt.toISOString() ?? null,
    source: isRecorded ? "recorded" : "computed",
    isSpreading,
  };
}

/**
 * The answer that this user got closest to the given time, within the time in which a change spreads. The ids of
 * reported answers contain time and reason. Answers to calls for a pinned version come last.
 */
async function findReportedAssignment(
  workspaceId: string,
  { prompt, environment, at, userId }: Question,
): Promise<{ version: number; reason: number } | null> {
  const instant = Date.parse(at);
  const [from, to] = [new Date(instant - reportedWithinMs), new Date(instant + reportedWithinMs)];
  const rows = await prisma().$queryRaw<{ interactionId: string; version: number; reason: number }[]>`
    select i.interaction_id as "interactionId", i.version, i.reason::int
    from interactions i join environments e on e.id = i.environment_id and e.workspace_id = i.workspace_id
    where i.workspace_id = ${workspaceId}::uuid and i.user_id = ${userId} and ${hasNameSql(environment)}
      and i.prompt_id = (select id from prompts where workspace_id = ${workspaceId}::uuid and name = ${prompt}
        union all select prompt_id from prompt_aliases where workspace_id = ${workspaceId}::uuid and name = ${prompt} limit 1)
      and i.at between ${from} and ${to} and i.reason is not null
    order by i.at limit ${maxReported}`;
  const near = rows
    .map((row) => ({
      ...row,
      distanceMs: Math.abs((resolvedAtOf(row.interactionId) ?? Number.POSITIVE_INFINITY) - instant),
    }))
    .filter(({ distanceMs }) => distanceMs <= spreadMs)
    .toSorted((a, b) => a.distanceMs - b.distanceMs);
  return near.find(({ reason }) => reason !== reasonNumbers.pinned) ?? near[0] ?? null;
}

const nothing = {
  experimentId: null,
  experiment: null,
  phase: null,
  variant: null,
  propensity: null,
  exposedAt: null,
  source: "recorded",
} as const;

async function findHoldbackAssignment(workspaceId: string, question: Question): Promise<UserAssignment | null> {
  const control = await findHoldbackAt(workspaceId, { ...question, at: new Date(question.at) });
  if (!control || !holdbackUsers(control).includes(question.userId)) return null;
  return {
    reason: "release",
    experimentId: null,
    experiment: null,
    phase: null,
    exposedAt: null,
    source: "computed",
    isSpreading: false,
    variant: "control",
    version: control.version,
    propensity: control.share,
  };
}
