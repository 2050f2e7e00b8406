import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { type LiveMetric, type PlainMetric, plainMetrics, scorerOf } from "../metrics";

/** The hourly sums of one version on one metric, by the time of the interactions. */
export type LiveHour = {
  metric: LiveMetric;
  series: string;
  /** The display name of the series: "Tone v2, judged by gpt-4.1". */
  label: string;
  version: number;
  /** The start of the hour. */
  hour: string;
  /** Scores with a value, those of them that passed (for a plain rate: its ones), and judgements without a verdict. */
  n: number;
  passed: number;
  invalid: number;
  mean: number | null;
  /** The sample standard deviation (n − 1). */
  sd: number | null;
};

type HourRow = Pick<LiveHour, "metric" | "series" | "version" | "n" | "passed" | "invalid"> & {
  label: string | null;
  hour: Date;
  sum: number;
  squares: number;
};

/** Reads sums of scores by hour, oldest first. `from` is inclusive, `to` exclusive. For the system's own use. */
export async function readLiveHours(
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  { from, to, metrics }: { from: Date; to: Date; metrics?: readonly LiveMetric[] },
): Promise<LiveHour[]> {
  const rows = await prisma().$queryRaw<HourRow[]>`
    select h.metric, h.series, s.label, h.version, h.hour, h.scores as n, h.passed, h.invalid, h.value_sum as sum,
      h.square_sum as squares
    from online_hours h left join online_series s on s.workspace_id = h.workspace_id and s.prompt_id = h.prompt_id
      and s.environment_id = h.environment_id and s.metric = h.metric and s.series = h.series
    where h.workspace_id = ${workspaceId}::uuid and h.prompt_id = ${promptId}::uuid
      and h.environment_id = ${environmentId}::uuid and h.hour >= ${from} and h.hour < ${to}
      and (${metrics === undefined} or h.metric = any(${metrics ?? []}::text[])) and h.scores + h.invalid > 0
    order by h.hour, h.metric, h.series, h.version`;
  return rows.map(({ metric, label, hour, sum, squares, n, ...row }) => {
    const mean = n > 0 ? sum / n : null;
    const variance = n > 1 && mean !== null ? Math.max(0, (squares - n * mean * mean) / (n - 1)) : null;
    return {
      metric,
      ...row,
      n,
      mean,
      hour: hour.toISOString(),
      label: label ?? scorerOf(metric) ?? plainMetrics[metric as PlainMetric].label,
      sd: variance === null ? null : Math.sqrt(variance),
    };
  });
}
