import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { ageSql } from "../age";
import type { LiveMetric } from "../metrics";
import { onesSql } from "../ones";
import { emptySide } from "../sums";
import { type LiveSide, tailNames } from "../types";

/** A compared metric, with its series and its outcome window in minutes. */
type SegmentMetric = { metric: LiveMetric; series: string; minutes: number; isMean: boolean };

type SegmentSidesQuery = {
  metrics: readonly SegmentMetric[];
  /** The live version, then the baseline: the maximum number of newest scores to read, and the earliest time. */
  versions: readonly { version: number; size: number; since: Date }[];
  /** The instant at which the age of answers is measured. */
  now: Date;
};

/** A metric within a segment. One score per user counts, so that scores are independent and no user dominates. */
export type SegmentSides = {
  metric: LiveMetric;
  attribute: string;
  value: string;
  /** The number of scores of the live version read for this metric, over all segments. */
  read: number;
  current: LiveSide;
  baseline: LiveSide;
};

const age = ageSql("s", "m.wait");

// The first score of each user in the window counts, so repeated reads use the same one.
const sidesText = `with requested as (
    select *, make_interval(secs => minutes * 60) as wait
    from unnest($4::text[], $5::text[], $6::float8[], $7::boolean[]) m (metric, series, minutes, is_mean)),
  taken as materialized (
    select m.metric, m.series, m.is_mean, v.place, c.*
    from requested m
    cross join unnest($8::int[], $9::timestamptz[], $10::int[]) with ordinality v (version, since, size, place)
    cross join lateral (
      select coalesce('u' || s.user_id, 'i' || s.interaction_id) as person, s.at, s.value, s.passed, s.segments from (
        select s.user_id, s.interaction_id, s.at, s.segments, ${age.value} as value, ${age.passed} as passed
        from online_scores s
        where s.workspace_id = $1::uuid and s.prompt_id = $2::uuid and s.environment_id = $3::uuid
          and s.metric = m.metric and s.series = m.series and s.version = v.version and s.at >= v.since
          and ${age.isReady("$11::timestamptz")} and ${age.isKnown}
        order by s.at desc limit v.size) s
      where s.value is not null) c),
  sizes as (select metric, count(*) as read from taken where place = 1 group by metric),
  drawn as (
    select distinct on (metric, place, person) * from taken where segments is not null
    order by metric, place, person, at),
  edges as (
    select metric, percentile_disc(array[0.1, 0.5, 0.9]) within group (order by value) as at from drawn
    where is_mean and place = 2 group by metric)
  select d.metric, k.key as attribute, k.value, d.place::int, count(*)::float8 as n, min(z.read)::int as read,
    count(*) filter (where ${onesSql("d")})::float8 as passed, avg(d.value) as mean,
    coalesce(stddev_samp(d.value), 0) as sd,
    count(*) filter (where d.value > e.at[2])::float8 as above50, count(*) filter (where d.value > e.at[3])::float8 as above90,
    count(*) filter (where d.value < e.at[2])::float8 as below50, count(*) filter (where d.value < e.at[1])::float8 as below10
  from drawn d left join edges e on e.metric = d.metric left join sizes z on z.metric = d.metric
  cross join lateral jsonb_each_text(d.segments) k
  group by 1, 2, 3, 4`;

type SideRow = Record<"n" | "passed" | "mean" | "sd" | (typeof tailNames)[number], number> & {
  metric: LiveMetric;
  attribute: string;
  value: string;
  place: number;
  read: number | null;
};

/** Reads the newest scores of two versions within each segment, for a guard to compare. For the system's own use. */
export async function readSegmentSides(
  place: TenantPromptEnvironment,
  { metrics, versions, now }: SegmentSidesQuery,
): Promise<SegmentSides[]> {
  const rows = await prisma().$queryRawUnsafe<SideRow[]>(
    sidesText,
    place.workspaceId,
    place.promptId,
    place.environmentId,
    metrics.map(({ metric }) => metric),
    metrics.map(({ series }) => series),
    metrics.map(({ minutes }) => minutes),
    metrics.map(({ isMean }) => isMean),
    versions.map(({ version }) => version),
    versions.map(({ since }) => since),
    versions.map(({ size }) => size),
    now,
  );
  const sideOf = (like: SideRow, at: number): LiveSide => {
    const { version = 0 } = versions[at - 1] ?? {};
    const row = rows.find(
      (one) =>
        one.place === at && one.metric === like.metric && one.attribute === like.attribute && one.value === like.value,
    );
    const isMean = metrics.find(({ metric }) => metric === like.metric)?.isMean ?? false;
    return row ? toSide(version, row, isMean) : emptySide(version);
  };
  return rows
    .filter((row) => row.place === 1)
    .map((row) => ({
      metric: row.metric,
      attribute: row.attribute,
      value: row.value,
      read: row.read ?? 0,
      current: sideOf(row, 1),
      baseline: sideOf(row, 2),
    }));
}

function toSide(version: number, row: SideRow, isMean: boolean): LiveSide {
  const { n, passed, mean, sd } = row;
  const tails = tailNames.map((name) => [name, { count: row[name], designEffect: 1 }]);
  return {
    ...emptySide(version),
    n,
    users: n,
    counted: n,
    effectiveUsers: n,
    passed,
    mean,
    sd,
    tails: isMean ? (Object.fromEntries(tails) as LiveSide["tails"]) : null,
  };
}
