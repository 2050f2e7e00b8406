import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";

/** The number of days (UTC) in a trend, including today. */
export const trendDays = 14;

/** The scores of one version on one day. `passed` is for rates. */
export type TrendRow = PromptEnvironment & { day: string; version: number; n: number; passed: number; sum: number };

const since = Prisma.sql`date_trunc('day', now(), 'UTC') - make_interval(days => ${trendDays - 1})`;

/** The metrics with scores in these days, by prompt and environment: scorers first, then by number of scores. */
export async function listMeasured(
  workspaceId: string,
  places: readonly PromptEnvironment[],
): Promise<Map<string, LiveMetric[]>> {
  type MetricRow = PromptEnvironment & { metric: LiveMetric };
  const rows = await prisma().$queryRaw<MetricRow[]>`
    select h.prompt_id as "promptId", h.environment_id as "environmentId", h.metric
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[])
      wanted (prompt_id, environment_id)
    join online_hours h on h.prompt_id = wanted.prompt_id and h.environment_id = wanted.environment_id
    where h.workspace_id = ${workspaceId}::uuid and h.hour >= ${since} and h.scores > 0
    group by 1, 2, 3
    order by h.metric not like 'scorer:%', array_position(array['thumbs', 'completion', 'stars'], h.metric), sum(h.scores) desc, 3`;
  const found = new Map<string, LiveMetric[]>();
  for (const row of rows)
    found.set(promptEnvironmentKey(row), [...(found.get(promptEnvironmentKey(row)) ?? []), row.metric]);
  return found;
}

/**
 * The daily values of one metric for each prompt and environment, only of its newest series. Other judges are other
 * series.
 */
export async function readTrends(
  workspaceId: string,
  places: readonly (PromptEnvironment & { metric: LiveMetric })[],
): Promise<Map<string, TrendRow[]>> {
  const rows = await prisma().$queryRaw<TrendRow[]>`
    select h.prompt_id as "promptId", h.environment_id as "environmentId",
      to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD') as day, h.version,
      sum(h.scores)::int as n, sum(h.passed)::int as passed, sum(h.value_sum) as sum
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[],
      ${places.map(({ metric }) => metric)}::text[]) w (prompt_id, environment_id, metric)
    cross join lateral (
      select series from online_hours n
      where n.workspace_id = ${workspaceId}::uuid and n.prompt_id = w.prompt_id and n.environment_id = w.environment_id
        and n.metric = w.metric and n.hour >= ${since} and n.scores > 0
      order by n.hour desc, n.series desc limit 1) newest
    join online_hours h on h.prompt_id = w.prompt_id and h.environment_id = w.environment_id and h.metric = w.metric
      and h.series = newest.series
    where h.workspace_id = ${workspaceId}::uuid and h.hour >= ${since}
    group by 1, 2, 3, 4 order by 3, 4`;
  const found = new Map<string, TrendRow[]>();
  for (const row of rows) found.set(promptEnvironmentKey(row), [...(found.get(promptEnvironmentKey(row)) ?? []), row]);
  return found;
}

/** Days with a release, by prompt and environment. */
export async function listReleaseDays(
  workspaceId: string,
  places: readonly PromptEnvironment[],
): Promise<Map<string, Set<string>>> {
  type DayRow = PromptEnvironment & { day: string };
  const rows = await prisma().$queryRaw<DayRow[]>`
    select distinct r.prompt_id as "promptId", r.environment_id as "environmentId",
      to_char(r.at at time zone 'UTC', 'YYYY-MM-DD') as day
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[])
      wanted (prompt_id, environment_id)
    join releases r on r.prompt_id = wanted.prompt_id and r.environment_id = wanted.environment_id
    where r.workspace_id = ${workspaceId}::uuid and r.at >= ${since}`;
  const found = new Map<string, Set<string>>();
  for (const row of rows)
    found.set(promptEnvironmentKey(row), (found.get(promptEnvironmentKey(row)) ?? new Set()).add(row.day));
  return found;
}

/** The names of scorers by prompt, environment and metric, from the newest series. */
export async function listScorerNames(
  workspaceId: string,
  places: readonly (PromptEnvironment & { metric: LiveMetric })[],
): Promise<Map<string, string>> {
  type SeriesNameRow = PromptEnvironment & { metric: string; name: string };
  const rows = await prisma().$queryRaw<SeriesNameRow[]>`
    select distinct on (s.prompt_id, s.environment_id, s.metric) s.prompt_id as "promptId",
      s.environment_id as "environmentId", s.metric, coalesce(s.scorer->>'name', s.label) as name
    from unnest(${places.map(({ promptId }) => promptId)}::uuid[], ${places.map(({ environmentId }) => environmentId)}::uuid[],
      ${places.map(({ metric }) => metric)}::text[]) w (prompt_id, environment_id, metric)
    join online_series s on s.prompt_id = w.prompt_id and s.environment_id = w.environment_id and s.metric = w.metric
    where s.workspace_id = ${workspaceId}::uuid
    order by s.prompt_id, s.environment_id, s.metric, s.began_at desc`;
  return new Map(rows.map((row) => [`${promptEnvironmentKey(row)} ${row.metric}`, row.name]));
}
