import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import type { ExperimentPlan } from "../plan";

/** A phase that was served during a time range. */
export type ServedPhase = {
  experimentId: string;
  experiment: string;
  phase: number;
  from: string;
  /** Null while the phase runs. */
  to: string | null;
  /**
   * The share of each version among the participants, at the given time or, if the phase was not served then, at its
   * start.
   */
  shares: { version: number; share: number }[];
  /** The share of users in the experiment. */
  trafficShare: number;
};

const most = 50;

/** The phases of experiments that a prompt in an environment served between two times, oldest first. */
export async function listPhasesBetween(
  actor: Actor,
  { prompt, environment, from, to, at }: { prompt: string; environment: string; from: Date; to: Date; at: Date },
): Promise<ServedPhase[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const phases = await prisma().experimentPhase.findMany({
    where: {
      workspaceId,
      startedAt: { lte: to },
      OR: [{ endedAt: null }, { endedAt: { gt: from } }],
      experiment: { workspaceId, prompt: calledBy(prompt), environment: environmentCalled(environment) },
    },
    include: { experiment: { select: { name: true } } },
    orderBy: { startedAt: "desc" },
    take: most,
  });
  const served = await Promise.all(
    phases.map(async ({ experimentId, number, startedAt, endedAt, experiment, ...phase }): Promise<ServedPhase> => {
      const plan = phase.plan as ExperimentPlan;
      const batch = await prisma().experimentWeights.findFirst({
        where: { workspaceId, experimentId, phase: number, at: { lte: at > startedAt ? at : startedAt } },
        orderBy: { batch: "desc" },
      });
      const weights = (batch?.weights ?? {}) as Record<string, number>;
      return {
        experimentId,
        experiment: experiment.name,
        phase: number,
        from: startedAt.toISOString(),
        to: endedAt?.toISOString() ?? null,
        shares: plan.variants.map(({ key, version, weight }) => ({ version, share: weights[key] ?? weight })),
        trafficShare: plan.trafficShare,
      };
    }),
  );
  return served.reverse();
}
