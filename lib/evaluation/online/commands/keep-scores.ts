import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { judgeChanged } from "@/lib/alerts/definitions/judge-changed";
import type { Transaction } from "@/lib/core/db";
import type { PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import type { ScorerConfig } from "../../scorers/schema";
import type { LiveMetric } from "../metrics";
import { onesSql } from "../ones";
import { claimSeconds, type Sample } from "./claim-samples";
import { hoursSql } from "./hours-sql";

/** The result of a scorer for a sample. `value` is null if a judgement has no verdict. */
export type LiveScore = {
  metric: LiveMetric;
  series: string;
  label: string;
  /** The scorer's configuration at the time of scoring. A judge includes its model. */
  scorer: ScorerConfig;
  value: number | null;
  passed: boolean | null;
  explanation: string;
  /** US dollars. Null: unknown. */
  costUsd: number | null;
};

// A score is written once. A second write changes nothing, including the hourly sums.
const keepText = `with put as (
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, variant,
      user_id, at, value, passed, explanation, cost_usd, known_at, segments)
    select s.workspace_id, s.prompt_id, s.environment_id, s.interaction_id, r.metric, r.series, s.version, s.variant,
      s.user_id, s.at, r.value, r.passed, r.explanation, r."costUsd", s.sampled_at, s.segments
    from json_to_recordset($4::json) as r (metric text, series text, value float8, passed boolean, explanation text,
      "costUsd" float8)
    join online_samples s on s.workspace_id = $1::uuid and s.environment_id = $2::uuid and s.interaction_id = $3
    on conflict do nothing returning *),
  moved as (
    select *, (value is not null)::int as d_scores, (value is null)::int as d_invalid,
      coalesce(${onesSql("put")}::int, 0) as d_passed, coalesce(value, 0) as d_value, coalesce(value * value, 0) as d_square
    from put)
  ${hoursSql("moved")}`;

/**
 * Stores scores of a sample and extends its claim, or closes the sample after its last score. Also stores the start of
 * a new series, and raises an alert if the judge changed.
 */
export async function keepScores(
  tx: Transaction,
  sample: Sample,
  { scores, isLast, place }: { scores: readonly LiveScore[]; isLast: boolean; place: PromptEnvironmentNames },
): Promise<void> {
  const { workspaceId, environmentId, interactionId } = sample;
  await tx.$executeRaw`
    update online_samples set scored_at = case when ${isLast} then now() end,
      claimed_until = now() + make_interval(secs => ${claimSeconds})
    where workspace_id = ${workspaceId}::uuid and environment_id = ${environmentId}::uuid
      and interaction_id = ${interactionId} and scored_at is null`;
  for (const score of scores) await beginSeries(tx, sample, score, place);
  if (scores.length === 0) return;
  const rows = scores.map(({ label: _, scorer: __, ...row }) => row);
  await tx.$executeRawUnsafe(keepText, workspaceId, environmentId, interactionId, JSON.stringify(rows));
}

async function beginSeries(
  tx: Transaction,
  { workspaceId, promptId, environmentId }: Sample,
  { metric, series, label, scorer }: LiveScore,
  place: PromptEnvironmentNames,
): Promise<void> {
  const begun = await tx.$executeRaw`
    insert into online_series (workspace_id, prompt_id, environment_id, metric, series, label, scorer)
    values (${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, ${metric}, ${series}, ${label},
      ${JSON.stringify(scorer)}::jsonb)
    on conflict do nothing`;
  if (begun === 0 || scorer.type !== "judge") return;
  const [before] = await tx.$queryRaw<{ label: string }[]>`
    select label from online_series
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and metric = ${metric} and series <> ${series}
    order by began_at desc limit 1`;
  if (!before) return;
  const dedupeKey = `judge.changed:${promptId}:${environmentId}:${metric}:${series}`;
  const cause = { workspaceId, promptId, environmentId, dedupeKey };
  const facts = { ...place, judge: label, before: before.label };
  await raiseAlert(tx, judgeChanged.alert(cause, { metric, series }, facts));
}
