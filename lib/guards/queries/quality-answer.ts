import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { hasNameSql } from "@/lib/core/environment-name";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { getInteractionOrThrow, type InteractionDetail } from "@/lib/telemetry/queries/interactions";
import { metricLabel } from "../finding-words";

/** The result of one measurement of an answer. */
export type AnswerScore = {
  metric: LiveMetric;
  label: string;
  /** The version of the scorer and its judge; empty for metrics whose measurement never changes. */
  series: string;
  value: number | null;
  passed: boolean | null;
  explanation: string;
};

/** One live answer with all its scores and feedback. */
export type AnswerDetail = { interaction: InteractionDetail; scores: AnswerScore[] };

/**
 * Returns a live answer with its texts, scores and feedback. Scorers come first, failed ones before the others. Throws
 * 404 `not_found`.
 */
export async function getAnswerOrThrow(actor: Actor, interactionId: string): Promise<AnswerDetail> {
  authorize(actor, "interaction:read");
  const { workspaceId } = actor;
  // Also throws for environments that the actor may not access.
  const interaction = await getInteractionOrThrow(actor, interactionId);
  type AnswerScoreRow = Omit<AnswerScore, "label" | "series"> & { name: string | null; series: string | null };
  const rows = await prisma().$queryRaw<AnswerScoreRow[]>`
    select s.metric, n.scorer->>'name' as name, n.label as series, s.value, s.passed, s.explanation
    from online_scores s
    join environments e on e.id = s.environment_id and e.workspace_id = s.workspace_id
    left join online_series n on n.workspace_id = s.workspace_id and n.prompt_id = s.prompt_id
      and n.environment_id = s.environment_id and n.metric = s.metric and n.series = s.series
    where s.workspace_id = ${workspaceId}::uuid and s.interaction_id = ${interactionId}
      and ${hasNameSql(interaction.environment)}
    order by s.metric not like 'scorer:%', s.passed nulls first, s.metric, s.series`;
  const scores = rows.map(({ name, series, ...row }) => ({
    ...row,
    label: name ?? metricLabel(row.metric, []),
    series: series ?? "",
  }));
  return { interaction, scores };
}
