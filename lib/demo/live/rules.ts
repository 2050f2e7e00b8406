import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { metricOf, seriesLabel, seriesOf } from "@/lib/evaluation/online/series";
import { type ScorerConfig, scorersInput } from "@/lib/evaluation/scorers/schema";
import { type GuardFields, guardFields } from "@/lib/guards/schema";
import type { ModelRef } from "@/lib/template/content";
import { daysBefore } from "../members";
import { findPerson } from "../people";
import type { DemoDeployment } from "./places";
import { insertSeries } from "./write-live";

export type Rules = { guardId: string; guard: GuardFields };

/**
 * Inserts the scoring rules and guard of a deployment as of their start, and the measurement methods of its scorers.
 */
export async function insertRules(place: DemoDeployment, ids: TenantPromptEnvironment, now: number): Promise<Rules> {
  const [scorers, guard] = [scorersInput.parse(place.scorers), guardFields.parse(place.guard)];
  const [since, guardedAt] = [daysBefore(now, place.sinceDaysAgo), daysBefore(now, place.guardDaysAgo)];
  const { id: actorId, name: updatedByName } = await findPerson(ids.workspaceId, place.by);
  const { sampleRate, minimumPerVersion, dailyBudgetUsd } = place;
  await prisma().onlineEvaluation.create({
    data: {
      ...ids,
      sampleRate,
      minimumPerVersion,
      dailyBudgetUsd,
      updatedByName,
      createdAt: since,
      updatedAt: since,
      scorers: scorers as Prisma.InputJsonValue,
    },
  });
  const { id: guardId } = await prisma().guard.create({
    data: { ...ids, ...guard, updatedByName, createdAt: guardedAt, updatedAt: guardedAt },
  });
  const by = { workspaceId: ids.workspaceId, actorKind: "user" as const, actorId, actorName: updatedByName };
  const fields = { environment: "production", sampleRate, minimumPerVersion, dailyBudgetUsd };
  await prisma().auditEvent.createMany({
    data: [
      {
        ...by,
        action: "online-evaluation.save",
        at: since,
        data: fields,
        targetKind: "prompt",
        targetId: ids.promptId,
        targetName: place.prompt,
      },
      {
        ...by,
        action: "guard.create",
        at: guardedAt,
        data: { environment: "production", ...guard },
        targetKind: "guard",
        targetId: guardId,
        targetName: place.prompt,
      },
    ],
  });
  await insertSeries(ids, waysOf(place, scorers, now));
  return { guardId, guard };
}

function waysOf({ judges = [], sinceDaysAgo }: DemoDeployment, scorers: readonly ScorerConfig[], now: number) {
  return scorers.flatMap((scorer) => {
    const way = (judge: ModelRef | null, daysAgo: number) => ({
      metric: metricOf(scorer),
      series: seriesOf(scorer, judge),
      label: seriesLabel(scorer, judge),
      scorer: { ...scorer, ...(judge && { model: judge }) } as Prisma.InputJsonObject,
      beganAt: daysBefore(now, daysAgo),
    });
    if (scorer.type !== "judge") return [way(null, sinceDaysAgo)];
    return judges.map(({ provider, name, sinceDaysAgo: since }) => way({ provider, name }, since));
  });
}
