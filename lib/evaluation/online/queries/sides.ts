import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { ageSql } from "../age";
import { type LiveMetric, plainMetrics, plainSeries } from "../metrics";
import { onesSql } from "../ones";
import { emptySide, measuredSide, noSums, type SideSums, type UserSums } from "../sums";
import { type LiveMetricSides, type MeasuredSide, tailNames } from "../types";
import { findSeries } from "./series";

type SidesQuery = {
  metrics: readonly LiveMetric[];
  /** The most important version first. The series of its newest score is the current one. */
  versions: readonly number[];
  /** The maximum number of newest scores per version: one for all versions, or one for each. */
  window: number | readonly number[];
  /** The earliest time of scores that count: one for all versions, or one for each. */
  since?: Date | readonly Date[];
  /** Outcome windows in minutes, by metric. Default: 0, all scores count at once. */
  outcomeMinutes?: Readonly<Record<string, number>>;
  /** The instant at which the age of answers is measured. Default: now. */
  now?: Date;
};

/** The lower bound of the cap on scores per user. */
const leastCap = 10;
/** The maximum to which young scores are counted. */
const mostYoung = 10_000;

const age = ageSql("s", "m.wait");
const tracked = ["x", ...tailNames] as const;
const person = ["rows", "b", "v", "q", "ones", ...tracked] as const;

// Sums are grouped by user first: answers of one user are correlated, so the variance of the mean is that of a ratio of
// sums over users. `x` is the compared quantity: the number of passes for scorers, the value otherwise. A user with
// more scores than the 99th percentile of the users of both versions is weighted down to that number (weight `w`).
// Tails of means use the quantiles of the second version.
const sidesText = `with requested as (
    select * from unnest($4::text[], $5::text[], $6::float8[], $7::boolean[]) m (metric, series, minutes, is_mean)),
  taken as materialized (
    select m.metric, m.series, m.is_mean, v.version, v.place, c.*
    from (select *, make_interval(secs => minutes * 60) as wait from requested) m
    cross join unnest($8::int[], $9::timestamptz[], $10::int[]) with ordinality v (version, since, size, place)
    cross join lateral (
      select coalesce('u' || s.user_id, 'i' || s.interaction_id) as person, s.at, s.value, s.passed
      from (
        select s.user_id, s.interaction_id, s.at, ${age.value} as value, ${age.passed} as passed
        from online_scores s
        where s.workspace_id = $1::uuid and s.prompt_id = $2::uuid and s.environment_id = $3::uuid
          and s.metric = m.metric and s.series = m.series and s.version = v.version and s.at >= v.since
          and ${age.isReady("$11::timestamptz")} and ${age.isKnown}
        order by s.at desc limit v.size) s) c),
  edges as (
    select metric, percentile_disc(array[0.1, 0.5, 0.9]) within group (order by value) as at from taken
    where is_mean and place = 2 and value is not null group by metric),
  people as (
    select t.metric, t.series, t.version, t.person, min(t.at) as first, max(t.at) as last,
      count(*) - count(value) as invalid, count(value)::float8 as rows, coalesce(sum(value), 0) as v,
      coalesce(sum(value * value), 0) as q, count(*) filter (where ${onesSql("t")})::float8 as ones,
      case when t.series = '${plainSeries}' then coalesce(sum(value), 0)
        else count(*) filter (where ${onesSql("t")})::float8 end as x,
      count(*) filter (where value > e.at[2])::float8 as above50, count(*) filter (where value > e.at[3])::float8 as above90,
      count(*) filter (where value < e.at[2])::float8 as below50, count(*) filter (where value < e.at[1])::float8 as below10
    from taken t left join edges e on e.metric = t.metric
    group by t.metric, t.series, t.version, t.person),
  caps as (
    select metric, greatest(${leastCap}, percentile_disc(0.99) within group (order by rows)) as cap
    from people where rows > 0 group by metric),
  weighed as (
    select p.metric, p.version, p.first, p.last, p.invalid, p.rows, p.rows * w as b,
      ${["v", "q", "ones", ...tracked].map((name) => `${name} * w as ${name}`).join(", ")}
    from people p left join caps c on c.metric = p.metric
    cross join lateral (select least(1, c.cap / nullif(p.rows, 0)) as w) w),
  totals as (
    select metric, version, min(first) as first, max(last) as last, sum(invalid)::float8 as invalid,
      count(*) filter (where rows > 0)::float8 as users, sum(rows) as rows, sum(b) as b, sum(b * b) as bb, sum(v) as v,
      sum(q) as q, sum(ones) as ones,
      ${tracked.map((name) => `sum(${name}) as ${name}, sum(${name} * ${name}) as ${name}_squares, sum(${name} * b) as ${name}_cross`).join(", ")}
    from weighed group by metric, version),
  off as (
    select w.*, w.x - t.x / t.b * w.b as off from weighed w join totals t using (metric, version) where w.rows > 0)
  select t.*, m.metric, v.version, y.young, raising.one as raising, lowering.one as lowering
  from (select *, make_interval(secs => minutes * 60) as wait from requested) m
  cross join unnest($8::int[], $9::timestamptz[]) v (version, since)
  left join totals t on t.metric = m.metric and t.version = v.version
  left join lateral (
    select to_jsonb(o) as one from off o where o.metric = m.metric and o.version = v.version
    order by o.off desc limit 1) raising on true
  left join lateral (
    select to_jsonb(o) as one from off o where o.metric = m.metric and o.version = v.version
    order by o.off limit 1) lowering on true
  left join lateral (
    select count(*)::int as young from (
      select from online_scores s
      where m.minutes > 0 and s.workspace_id = $1::uuid and s.prompt_id = $2::uuid and s.environment_id = $3::uuid
        and s.metric = m.metric and s.series = m.series and s.version = v.version and s.at >= v.since
        and s.at > $11::timestamptz - m.wait - interval '1 day' and not ${age.isReady("$11::timestamptz")}
      limit ${mostYoung}) s) y on true`;

const beginning = new Date(0);

type Sum = (typeof person)[number] | "users" | "bb" | "invalid" | `${(typeof tracked)[number]}_${"squares" | "cross"}`;
type SideRow = {
  metric: LiveMetric;
  version: number;
  first: Date | null;
  last: Date | null;
  young: number;
  raising: UserSums | null;
  lowering: UserSums | null;
} & Record<Sum, number | null>;

/**
 * Reads the newest scores of versions by metric, which guards compare. If a metric has several series, only the newest
 * one of the first version with scores counts; series are never mixed. Answers with an open outcome window do not count
 * yet. For older answers, the value at the end of the window counts. For the system's own use.
 */
export async function readLiveSides(
  place: TenantPromptEnvironment,
  { metrics, versions, window, since = beginning, outcomeMinutes = {}, now = databaseNow() }: SidesQuery,
): Promise<LiveMetricSides[]> {
  const ids = [place.workspaceId, place.promptId, place.environmentId];
  const all = await findSeries(place, metrics, versions);
  const known = all.filter(({ series }) => series !== "");
  const windows = versions.map((_, index) => (typeof window === "number" ? window : (window[index] ?? 0)));
  const sinces = versions.map((_, index) => (since instanceof Date ? since : (since[index] ?? beginning)));
  const rows = await prisma().$queryRawUnsafe<SideRow[]>(
    sidesText,
    ...ids,
    known.map(({ metric }) => metric),
    known.map(({ series }) => series),
    known.map(({ metric }) => outcomeMinutes[metric] ?? 0),
    known.map(({ metric }) => isMean(metric)),
    versions,
    sinces,
    windows,
    now,
  );
  return all.map((one) => ({
    ...one,
    sides: versions.map((version) => {
      const row = rows.find((row) => row.metric === one.metric && row.version === version);
      return row ? toSide(row) : { ...emptySide(version), without: null };
    }),
  }));
}

const isMean = (metric: LiveMetric) =>
  Object.hasOwn(plainMetrics, metric) && plainMetrics[metric as keyof typeof plainMetrics].kind === "mean";

function toSide(row: SideRow): MeasuredSide {
  const number = (key: Sum) => Number(row[key] ?? 0);
  const sums: SideSums = {
    ...noSums(),
    users: number("users"),
    rows: number("rows"),
    b: number("b"),
    bb: number("bb"),
    v: number("v"),
    q: number("q"),
    ones: number("ones"),
  };
  for (const name of tracked)
    sums.tracked[name] = { sum: number(name), squares: number(`${name}_squares`), cross: number(`${name}_cross`) };
  const { version, raising, lowering } = row;
  const facts = {
    version,
    isMean: isMean(row.metric),
    invalid: number("invalid"),
    young: row.young,
    from: row.first?.toISOString() ?? null,
    to: row.last?.toISOString() ?? null,
  };
  return measuredSide(sums, facts, raising && lowering ? { raising, lowering } : null);
}
