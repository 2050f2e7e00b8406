import { prisma } from "@/lib/core/db";
import type { ExperimentPlan } from "@/lib/experiments/plan";
import { reasonNumbers } from "@/lib/telemetry/interaction-mark";
import { type ServedPhase, variantOf } from "../variants";
import type { RequestRow } from "./readers/reader";

const earliestReportMs = 3_600_000;

/** Returns the variant of each request that an experiment answered, by the id of its event. */
export async function findVariants(workspaceId: string, rows: readonly RequestRow[]): Promise<Map<string, string>> {
  const served = rows.filter(({ reason }) => reason === reasonNumbers.experiment);
  if (served.length === 0) return new Map();
  const times = served.map(({ at }) => at.getTime());
  const phases = await prisma().experimentPhase.findMany({
    where: {
      workspaceId,
      startedAt: { lte: new Date(Math.max(...times) + earliestReportMs) },
      experiment: {
        prompt: { name: { in: [...new Set(served.map(({ prompt }) => prompt))] } },
        environmentId: { in: [...new Set(served.map(({ environmentId }) => environmentId))] },
      },
    },
    orderBy: { startedAt: "asc" },
    select: {
      startedAt: true,
      endedAt: true,
      plan: true,
      experiment: { select: { environmentId: true, prompt: { select: { name: true } } } },
    },
  });
  const known = phases.map(
    ({ startedAt, endedAt, plan, experiment }): ServedPhase => ({
      prompt: experiment.prompt.name,
      environmentId: experiment.environmentId,
      startedAt,
      endedAt,
      variants: (plan as ExperimentPlan).variants,
    }),
  );
  return new Map(
    served.flatMap((row) => {
      const variant = variantOf(row, known);
      return variant === null ? [] : [[row.id, variant] as const];
    }),
  );
}
