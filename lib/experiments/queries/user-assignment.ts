import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { findControlAt } from "@/lib/registry/queries/releases";
import { controlUsers, type Range, Splitter } from "../assignment";
import type { ExperimentPlan } from "../plan";

/** What an experiment gave a user at an instant, or a release that let them keep the version before it. */
export type UserAssignment = {
  /** release: the user was of its control; the experiment's fields are then null. */
  reason: "experiment" | "release";
  experimentId: string | null;
  experiment: string | null;
  phase: number | null;
  /** Null: the user took no part, and got what was released. */
  variant: string | null;
  version: number | null;
  /** The share of the variant; null without one. */
  propensity: number | null;
  /** When the user first got it; null when that is not on record. */
  exposedAt: string | null;
  /** recorded: written down when it happened. computed: what the seed and the shares of that instant give. */
  source: "recorded" | "computed";
};

type Question = { prompt: string; environment: string; at: string; userId: string };

/**
 * What this user got at an instant instead of what was released: by the experiment that ran there, or as one of those who
 * kept the version before. Null when neither went on, or the user was not of those.
 */
export async function findUserAssignment(
  actor: Actor,
  { prompt, environment, at, userId }: Question,
): Promise<UserAssignment | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const instant = new Date(at);
  const phase = await prisma().experimentPhase.findFirst({
    where: {
      workspaceId,
      startedAt: { lte: instant },
      OR: [{ endedAt: null }, { endedAt: { gt: instant } }],
      experiment: { workspaceId, prompt: calledBy(prompt), environment: { name: environment } },
    },
    include: { experiment: { select: { name: true } } },
    orderBy: { startedAt: "desc" },
  });
  if (!phase) return findKept(workspaceId, { prompt, environment, at, userId });
  const place = { workspaceId, experimentId: phase.experimentId, phase: phase.number };
  const [batch, unit] = await Promise.all([
    prisma().experimentWeights.findFirst({ where: { ...place, at: { lte: instant } }, orderBy: { batch: "desc" } }),
    prisma().experimentUnit.findFirst({ where: { ...place, unitId: userId } }),
  ]);
  const plan = phase.plan as ExperimentPlan;
  const weights = (batch?.weights ?? {}) as Record<string, number>;
  const variants = plan.variants.map((variant) => ({ ...variant, weight: weights[variant.key] ?? 0 }));
  const { exclusiveGroup: name, trafficShare } = plan;
  const group = name === null ? null : { name, ranges: (phase.groupRanges ?? []) as unknown as Range[] };
  const computed = variants[new Splitter({ seed: phase.seed, trafficShare, group, variants }).variantOf(userId)];
  // A bandit may have moved the user since the exposure; then the shares of the instant say more than the record.
  const isRecorded = unit !== null && unit.exposedAt <= instant && (plan.kind === "ab" || unit.batch === batch?.batch);
  const variant = isRecorded ? variants.find(({ key }) => key === unit.variant) : computed;
  return {
    reason: "experiment",
    experimentId: phase.experimentId,
    experiment: phase.experiment.name,
    phase: phase.number,
    variant: variant?.key ?? null,
    version: variant?.version ?? null,
    propensity: isRecorded ? unit.propensity : (variant?.weight ?? null),
    exposedAt: unit?.exposedAt.toISOString() ?? null,
    source: isRecorded ? "recorded" : "computed",
  };
}

async function findKept(workspaceId: string, question: Question): Promise<UserAssignment | null> {
  const control = await findControlAt(workspaceId, { ...question, at: new Date(question.at) });
  if (!control || !controlUsers(control).includes(question.userId)) return null;
  return {
    reason: "release",
    experimentId: null,
    experiment: null,
    phase: null,
    exposedAt: null,
    source: "computed",
    variant: "control",
    version: control.version,
    propensity: control.share,
  };
}
