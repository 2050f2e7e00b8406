import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { type LiveMetric, type PlainMetric, plainMetrics, plainSeries, scorerOf } from "../metrics";

/** The current series of a metric. "" if nothing was measured yet. */
export type FoundSeries = { metric: LiveMetric; label: string; series: string };

const seriesText = `select distinct on (s.metric) s.metric, s.series, s.scorer->>'name' as label
  from online_series s
  cross join unnest($5::int[]) with ordinality v (version, place)
  left join lateral (
    select at from online_scores c
    where c.workspace_id = $1::uuid and c.prompt_id = $2::uuid and c.environment_id = $3::uuid
      and c.metric = s.metric and c.series = s.series and c.version = v.version
    order by at desc limit 1) newest on true
  where s.workspace_id = $1::uuid and s.prompt_id = $2::uuid and s.environment_id = $3::uuid and s.metric = any($4::text[])
  order by s.metric, newest.at is null, v.place, newest.at desc, s.began_at desc, s.series`;

/** Finds the current series of each metric: that of the newest score of the first of these versions that has scores. */
export async function findSeries(
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  metrics: readonly LiveMetric[],
  versions: readonly number[],
): Promise<FoundSeries[]> {
  const scored = metrics.filter((metric) => scorerOf(metric) !== null);
  const values = [workspaceId, promptId, environmentId, scored, versions];
  const found = scored.length > 0 ? await prisma().$queryRawUnsafe<FoundSeries[]>(seriesText, ...values) : [];
  return metrics.map(
    (metric) =>
      found.find((row) => row.metric === metric) ?? {
        metric,
        label: scorerOf(metric) ?? plainMetrics[metric as PlainMetric].label,
        series: scorerOf(metric) === null ? plainSeries : "",
      },
  );
}
