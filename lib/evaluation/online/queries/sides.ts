import { prisma } from "@/lib/core/db";
import { type LiveMetric, plainSeries } from "../metrics";
import { onesSql } from "../ones";
import type { LiveMetricSides, LiveSide } from "../types";
import { findSeries, type LivePlaceIds } from "./series";

type Asked = {
  metrics: readonly LiveMetric[];
  /** The version that matters most first: the series of its newest score is the one that counts. */
  versions: readonly number[];
  /** How many of the newest scores of a version count: of each alike, or of each its own. */
  window: number | readonly number[];
  /** From when on scores count: of each version alike, or of each its own. */
  since?: Date | readonly Date[];
};

// Sums by user first: a user's answers are alike, and the variance of the mean is that of a ratio of sums over users.
// `x` is what is compared: of scorers how many passed, whatever their values; else the values.
const sidesText = `select m.metric, v.version, w.*
  from unnest($4::text[], $5::text[]) m (metric, series)
  cross join unnest($6::int[], $7::timestamptz[], $8::int[]) v (version, since, size)
  cross join lateral (
    select sum(b) as n, count(*) filter (where b > 0) as users, sum(ones) as passed, sum(rows - b) as invalid,
      sum(v) as v, sum(q) as q, sum(x) as x, sum(x * x) as xx, sum(x * b) as xb, sum(b * b) as bb,
      min(first) as first, max(last) as last
    from (
      select count(c.value)::float8 as b, count(*)::float8 as rows, coalesce(sum(c.value), 0) as v,
        coalesce(sum(c.value * c.value), 0) as q, count(*) filter (where ${onesSql("c")})::float8 as ones,
        case when m.series = '${plainSeries}' then coalesce(sum(c.value), 0)
          else count(*) filter (where ${onesSql("c")})::float8 end as x,
        min(c.at) as first, max(c.at) as last
      from (
        select interaction_id, user_id, metric, series, value, passed, at from online_scores
        where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid
          and metric = m.metric and series = m.series and version = v.version and at >= v.since
        order by at desc limit v.size) c
      group by coalesce('u' || c.user_id, 'i' || c.interaction_id)) u) w`;

const beginning = new Date(0);

type Sum = "n" | "users" | "passed" | "invalid" | "v" | "q" | "x" | "xx" | "xb" | "bb";
type Row = { metric: LiveMetric; version: number; first: Date | null; last: Date | null } & Record<Sum, number | null>;

/**
 * The newest scores of versions, metric by metric: what guards compare. Of several series of a metric the one counts
 * that the first version with scores was measured in last; the others are never mixed in. For the system's own use.
 */
export async function readLiveSides(
  place: LivePlaceIds,
  { metrics, versions, window, since = beginning }: Asked,
): Promise<LiveMetricSides[]> {
  const ids = [place.workspaceId, place.promptId, place.environmentId];
  const all = await findSeries(place, metrics, versions);
  const known = all.filter(({ series }) => series !== "");
  const windows = versions.map((_, index) => (typeof window === "number" ? window : (window[index] ?? 0)));
  const sinces = versions.map((_, index) => (since instanceof Date ? since : (since[index] ?? beginning)));
  const rows = await prisma().$queryRawUnsafe<Row[]>(
    sidesText,
    ...[...ids, known.map(({ metric }) => metric), known.map(({ series }) => series), versions, sinces, windows],
  );
  return all.map((one) => ({
    ...one,
    sides: versions.map((version) =>
      toSide(
        version,
        one.series,
        rows.find((row) => row.metric === one.metric && row.version === version),
      ),
    ),
  }));
}

/** Spread so small against the mean is what sums leave behind where all values are alike. */
const noSpread = 1e-12;

/** Variance with n − 1, of a sum and a sum of squares. */
function varianceOf(n: number, sum: number, squares: number): number {
  const mean = n > 0 ? sum / n : 0;
  const variance = n > 1 ? (squares - n * mean * mean) / (n - 1) : 0;
  return variance > noSpread * mean * mean ? variance : 0;
}

function toSide(version: number, series: string, row: Row | undefined): LiveSide {
  const number = (key: Sum) => Number(row?.[key] ?? 0);
  const [n, users, v, q, x, passed] = [
    number("n"),
    number("users"),
    number("v"),
    number("q"),
    number("x"),
    number("passed"),
  ];
  const variance = varianceOf(n, x, series === plainSeries ? q : passed);
  const mean = n > 0 ? x / n : 0;
  // Sums of squares of what a user's sum is off from the mean; cancels to a little below 0 where all are equal.
  const squares = Math.max(0, number("xx") - 2 * mean * number("xb") + mean * mean * number("bb"));
  const ofMean = users > 1 ? ((users / (users - 1)) * squares) / (n * n) : 0;
  return {
    version,
    n,
    users,
    passed,
    mean: n > 0 ? v / n : 0,
    sd: Math.sqrt(varianceOf(n, v, q)),
    designEffect: variance > 0 ? Math.max(1, ofMean / (variance / n)) : 1,
    invalid: number("invalid"),
    from: row?.first?.toISOString() ?? null,
    to: row?.last?.toISOString() ?? null,
  };
}
