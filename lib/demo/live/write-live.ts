import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { onesSql } from "@/lib/evaluation/online/ones";
import type { DemoSample } from "./samples";

const idsOf = ({ workspaceId, promptId, environmentId }: TenantPromptEnvironment) =>
  Prisma.sql`${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid`;

type ScoredSeries = { metric: LiveMetric; series: string };

/**
 * Inserts scores, dated shortly after their interactions, and their samples from an instant on. Older samples are never
 * shown, and leaving them out makes the first start faster.
 */
export async function insertSamples(
  ids: TenantPromptEnvironment,
  samples: readonly DemoSample[],
  samplesFrom: Date,
): Promise<void> {
  if (samples.length === 0) return;
  const ways: ScoredSeries[] = [];
  const wayOf = ({ metric, series }: ScoredSeries) => {
    const index = ways.findIndex((way) => way.metric === metric && way.series === series);
    return index < 0 ? ways.push({ metric, series }) : index + 1;
  };
  const rows = samples.map(({ id, version, user, at, scores }) => ({
    id,
    v: version,
    u: user,
    at: new Date(at).toISOString(),
    w: scores.map(wayOf),
    x: scores.map(({ value }) => value),
    p: scores.map(({ passed }) => passed),
    t: scores.map(({ explanation }) => explanation),
    c: scores.map(({ costUsd }) => costUsd),
  }));
  await prisma().$executeRaw`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, v int, u text, at timestamptz,
        w int[], x float8[], p boolean[], t text[], c float8[])),
    s as (
      insert into online_samples (workspace_id, prompt_id, environment_id, interaction_id, event_id, version, user_id, at,
        sampled_at, scored_at)
      select ${idsOf(ids)}, id, id, v, u, at, at + interval '6 seconds', at + interval '19 seconds' from r where at >= ${samplesFrom})
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, user_id,
      at, value, passed, explanation, cost_usd, scored_at)
    select ${idsOf(ids)}, r.id, way.metric, way.series, r.v, r.u, r.at, s.x, s.p, s.t, nullif(s.c, 0), r.at + interval '19 seconds'
    from r cross join lateral unnest(r.w, r.x, r.p, r.t, r.c) s (w, x, p, t, c)
    join unnest(${ways.map(({ metric }) => metric)}::text[], ${ways.map(({ series }) => series)}::text[])
      with ordinality way (metric, series, n) on way.n = s.w`;
}

/** Inserts the hourly sums and daily costs of all scores of a deployment. */
export async function sumUp(ids: TenantPromptEnvironment): Promise<void> {
  const isHere = Prisma.sql`(c.workspace_id, c.prompt_id, c.environment_id) = (${idsOf(ids)})`;
  await prisma().$executeRaw`
    insert into online_hours (workspace_id, prompt_id, environment_id, metric, series, version, hour, scores, passed,
      invalid, value_sum, square_sum)
    select ${idsOf(ids)}, metric, series, version, date_trunc('hour', at, 'UTC'), count(value),
      count(*) filter (where ${Prisma.raw(onesSql("c"))}), count(*) - count(value), coalesce(sum(value), 0),
      coalesce(sum(value * value), 0)
    from online_scores c where ${isHere} group by metric, series, version, date_trunc('hour', at, 'UTC')`;
  await prisma().$executeRaw`
    insert into online_spend (workspace_id, prompt_id, environment_id, day, judgements, invalid, cost_usd)
    select ${idsOf(ids)}, (at at time zone 'UTC')::date, count(*), count(*) - count(value), sum(cost_usd)
    from online_scores c where ${isHere} and cost_usd > 0 group by 4`;
}

/** Inserts the measurement methods of a deployment's scorers. */
export async function insertSeries(
  ids: TenantPromptEnvironment,
  ways: readonly (ScoredSeries & { label: string; scorer: Prisma.InputJsonObject; beganAt: Date })[],
): Promise<void> {
  for (const { metric, series, label, scorer, beganAt } of ways)
    await prisma().$executeRaw`
      insert into online_series (workspace_id, prompt_id, environment_id, metric, series, label, scorer, began_at)
      values (${idsOf(ids)}, ${metric}, ${series}, ${label}, ${JSON.stringify(scorer)}::jsonb, ${beganAt})`;
}
