import { prisma } from "@/lib/core/db";
import { type LiveMetric, type PlainMetric, plainMetrics, plainSeries, scorerOf } from "../metrics";
import { onesSql } from "../ones";
import type { LiveMetricSides, LiveSide } from "../types";

/** A prompt in an environment, by ids. */
export type LivePlaceIds = { workspaceId: string; promptId: string; environmentId: string };

type Asked = {
  metrics: readonly LiveMetric[];
  /** The version that matters most first: the series of its newest score is the one that counts. */
  versions: readonly number[];
  /** How many of the newest scores of a version count: of each alike, or of each its own. */
  window: number | readonly number[];
  since?: Date;
};

type Series = { metric: LiveMetric; label: string; series: string };

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

// Sums by user first: a user's answers are alike, and the variance of the mean is that of a ratio of sums over users.
const sidesText = `select m.metric, v.version, w.*
  from unnest($4::text[], $5::text[]) m (metric, series)
  cross join unnest($6::int[], $8::int[]) v (version, size)
  cross join lateral (
    select sum(b) as n, count(*) filter (where b > 0) as users, sum(ones) as passed, sum(rows - b) as invalid,
      sum(v) as v, sum(q) as q, sum(v * v) as vv, sum(v * b) as vb, sum(b * b) as bb, min(first) as first, max(last) as last
    from (
      select count(c.value)::float8 as b, count(*)::float8 as rows, coalesce(sum(c.value), 0) as v,
        coalesce(sum(c.value * c.value), 0) as q, count(*) filter (where ${onesSql("c")}) as ones,
        min(c.at) as first, max(c.at) as last
      from (
        select interaction_id, user_id, metric, series, value, passed, at from online_scores
        where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid
          and metric = m.metric and series = m.series and version = v.version and at >= $7
        order by at desc limit v.size) c
      group by coalesce('u' || c.user_id, 'i' || c.interaction_id)) u) w`;

type Row = { metric: LiveMetric; version: number; first: Date | null; last: Date | null } & Record<
  "n" | "users" | "passed" | "invalid" | "v" | "q" | "vv" | "vb" | "bb",
  number | bigint | null
>;

/**
 * The newest scores of versions, metric by metric: what guards compare. Of several series of a metric the one counts
 * that the first version with scores was measured in last; the others are never mixed in. For the system's own use.
 */
export async function readLiveSides(
  { workspaceId, promptId, environmentId }: LivePlaceIds,
  { metrics, versions, window, since = new Date(0) }: Asked,
): Promise<LiveMetricSides[]> {
  const place = [workspaceId, promptId, environmentId];
  const all = await findSeries(place, metrics, versions);
  const known = all.filter(({ series }) => series !== "");
  const windows = versions.map((_, index) => (typeof window === "number" ? window : (window[index] ?? 0)));
  const rows = await prisma().$queryRawUnsafe<Row[]>(
    sidesText,
    ...[...place, known.map(({ metric }) => metric), known.map(({ series }) => series), versions, since, windows],
  );
  return all.map((one) => ({
    ...one,
    sides: versions.map((version) =>
      toSide(
        version,
        rows.find((row) => row.metric === one.metric && row.version === version),
      ),
    ),
  }));
}

async function findSeries(
  place: readonly string[],
  metrics: readonly LiveMetric[],
  versions: readonly number[],
): Promise<Series[]> {
  const scored = metrics.filter((metric) => scorerOf(metric) !== null);
  const found =
    scored.length > 0 ? await prisma().$queryRawUnsafe<Series[]>(seriesText, ...place, scored, versions) : [];
  return metrics.map(
    (metric) =>
      found.find((row) => row.metric === metric) ?? {
        metric,
        label: scorerOf(metric) ?? plainMetrics[metric as PlainMetric].label,
        series: scorerOf(metric) === null ? plainSeries : "",
      },
  );
}

function toSide(version: number, row: Row | undefined): LiveSide {
  const number = (key: "n" | "users" | "passed" | "invalid" | "v" | "q" | "vv" | "vb" | "bb") =>
    Number(row?.[key] ?? 0);
  const [n, users, v] = [number("n"), number("users"), number("v")];
  const mean = n > 0 ? v / n : 0;
  const variance = n > 1 ? Math.max(0, (number("q") - n * mean * mean) / (n - 1)) : 0;
  // Sums of squares of what a user's sum is off from the mean; cancels to a little below 0 where all are equal.
  const squares = Math.max(0, number("vv") - 2 * mean * number("vb") + mean * mean * number("bb"));
  const ofMean = users > 1 ? ((users / (users - 1)) * squares) / (n * n) : 0;
  return {
    ...{ version, n, users, passed: number("passed"), mean, sd: Math.sqrt(variance) },
    designEffect: variance > 1e-12 ? Math.max(1, ofMean / (variance / n)) : 1,
    ...{ invalid: number("invalid"), from: row?.first?.toISOString() ?? null, to: row?.last?.toISOString() ?? null },
  };
}
