import type { Transaction } from "@/lib/core/db";
import type { Batches } from "@/lib/telemetry/commands/take-batches";
import { feedbackAbout, feedbackColumns, isDone } from "@/lib/telemetry/feedback-sql";
import type { WindowedMetric } from "../../metrics";
import { useSpans } from "../../totals";
import { windowedMetrics } from "../../windows";
import type { FoundExposure } from "../exposures";
import { heavyText } from "../heavy-sql";
import { bucketSql, groupSql } from "../quantiles";
import {
  type CountedPhase,
  mayBeAssigned,
  mostReports,
  phaseRows,
  phasesParameter,
  restingFrom,
  skewMinutes,
  type UnitKey,
} from "../queries/phases";
import { daySumsSql, sumsSql, unitColumns } from "../sums";
import { stepSql } from "../weights";

/**
 * How many of a user's answers are read, the newest. Whoever has that many weighs as little as the cap lets them, so
 * results do not depend on it; reading takes a second, and is done at intervals that grow with the answers.
 */
const mostInteractions = 100_000;
/** A user who is counted when due rests a second for every so many answers. */
const answersPerSecond = 500;
/** Answers that grow old enough within this part of a window are counted together. */
const togetherShare = 0.05;
// A search of its own per user, whatever the planner believes of a table that grew within the hour: by the whole key.
const unitOf = (phase: string, user: string) => `select * from experiment_units
  where experiment_id = p.experiment_id and phase = ${phase} and unit_id = ${user}`;
const skew = `make_interval(mins => ${skewMinutes})`;

/** Writes exposures that were found in interactions, unless the user was exposed meanwhile. */
export async function insertExposures(tx: Transaction, exposures: readonly FoundExposure[]): Promise<void> {
  if (exposures.length === 0) return;
  await tx.$executeRawUnsafe(
    `insert into experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at)
     select "workspaceId", "experimentId", phase, "unitId", variant, propensity, batch, "exposedAt"
     from json_to_recordset($1::json) as r ("workspaceId" uuid, "experimentId" uuid, phase int, "unitId" text,
       variant text, propensity float8, batch int, "exposedAt" timestamptz)
     order by 2, 3, 4 on conflict do nothing`,
    JSON.stringify(exposures),
  );
}

/** Whether an answer is old enough for the primary metric. */
const isUseRipe = "at <= now() - u.w_primary";

// What one use counts for the primary metric, as `ratioColumns` has it for all of them together.
const useBase = `case when not (${isUseRipe}) then 0 else case u.primary_metric when 'completion' then (is_done is not null)::int
  when 'thumbs' then (thumbs_up is not null)::int when 'stars' then (stars is not null)::int
  when 'cost' then (cost_usd is not null)::int when 'cost_per_completion' then coalesce(is_done, false)::int
  else (u.primary_metric in ('edit_rate', 'regeneration_rate', 'refusal_rate', 'violation_rate'))::int end end`;
const useValue = `case when not (${isUseRipe}) then 0 else case u.primary_metric when 'completion' then coalesce(is_done, false)::int
  when 'thumbs' then coalesce(thumbs_up, false)::int when 'stars' then coalesce(stars, 0)
  when 'edit_rate' then coalesce(edited, false)::int when 'regeneration_rate' then coalesce(regenerated, false)::int
  when 'refusal_rate' then coalesce(refused, false)::int when 'violation_rate' then coalesce(violation, false)::int
  when 'cost' then coalesce(cost_usd, 0) when 'cost_per_completion' then coalesce(cost_usd, 0) else 0 end end`;
const bySpan = (value: string) => {
  const sums = useSpans.map(({ from, to }) => {
    const isWithin = to === null ? `place >= ${from}` : `place between ${from} and ${to}`;
    return `coalesce(sum(${value}) filter (where is_own and ${isWithin}), 0)::float8`;
  });
  return `array[${sums.join(", ")}]`;
};

// A user's numbers are made anew from all their events, so that it does not matter in which order, how often or how late
// these came; the sums change by the difference. What is told of an interaction twice counts once, the later word.
/** An upsert's new sums: what stands there and what comes, place by place. */
const addedTo = (table: string) => `(select array_agg(coalesce(a, 0) + coalesce(b, 0) order by place)
    from unnest(${table}.sums, excluded.sums) with ordinality t (a, b, place))`;

const columnsOf = (row: string) => unitColumns.map((column) => `${row}.${column}`).join(", ");

/** Since when an answer is old enough for a metric; `w_…` is its window as an interval. */
const windows = windowedMetrics
  .map((metric) => `make_interval(mins => coalesce((p.windows ->> '${metric}')::int, 0)) as w_${metric}`)
  .join(", ");
const isRipe = (metric: WindowedMetric) => `at <= now() - w_${metric}`;
/** The first moment at which an answer that is too young today is old enough. */
const nextRipe = windowedMetrics
  .map((metric) => `min(at) filter (where is_own and not ${isRipe(metric)}) + u.w_${metric} * ${1 + togetherShare}`)
  .join(", ");
/** Whether an outcome of the primary metric is there, of whatever age; of ratings and times: any answer at all. */
const isHeard = `case u.primary_metric when 'completion' then is_done is not null when 'cost' then cost_usd is not null
  when 'latency_p50' then latency_ms is not null when 'latency_p95' then latency_ms is not null
  when 'ttft_p50' then ttft_ms is not null when 'ttft_p95' then ttft_ms is not null else true end`;

const countText = `with ${phaseRows("$1")},
  wanted as (select distinct * from json_to_recordset($2::json) as r ("experimentId" uuid, phase int, "unitId" text)),
  unit as (
    select u.*, p.prompt_id, p.environment_id, p.primary_metric, p.to_at, p.versions, (p.by_variant ->> u.variant)::int as own_version,
      greatest(p.from_at, u.exposed_at - ${skew}) as from_at, p.from_at as phase_from,
      make_interval(mins => p.primary_minutes) as w_primary, ${windows}, ${stepSql("u.interactions")} as step
    from wanted w join phases p on p.experiment_id = w."experimentId" and p.phase = w.phase
    cross join lateral (${unitOf("w.phase", 'w."unitId"')} for update) u),
  fresh as (
    select u.experiment_id, u.phase, u.unit_id, u.workspace_id, u.variant, u.exposed_at,
      u.exposed_at <= now() - u.w_primary as is_mature, counted.*, ${stepSql("counted.interactions")} as step,
      counted.ripe_at as due_at,
      case when counted.interactions > ${restingFrom}
        then now() + make_interval(secs => counted.interactions / ${answersPerSecond}.0) end as rest_until
    from unit u cross join lateral (
      select
        u.is_in_two_arms or coalesce(bool_or(not is_own and at >= u.exposed_at), false) as is_in_two_arms,
        coalesce(bool_or(is_own and ${isHeard}), false) as is_heard,
        coalesce(bool_or(is_early), false) as is_early,
        count(*) filter (where is_own) as interactions,
        count(is_done) filter (where is_own and ${isRipe("completion")}) as completions_known,
        count(*) filter (where is_own and is_done and ${isRipe("completion")}) as completions,
        coalesce(sum(cost_usd) filter (where is_own and ${isRipe("completion")}), 0) as completion_cost_usd,
        count(*) filter (where is_own and ${isRipe("thumbs")}) as thumbs_base,
        count(thumbs_up) filter (where is_own and ${isRipe("thumbs")}) as thumbs_given,
        count(*) filter (where is_own and thumbs_up and ${isRipe("thumbs")}) as thumbs_up,
        count(*) filter (where is_own and ${isRipe("stars")}) as stars_base,
        count(stars) filter (where is_own and ${isRipe("stars")}) as stars_given,
        coalesce(sum(stars) filter (where is_own and ${isRipe("stars")}), 0) as stars_sum,
        count(*) filter (where is_own and ${isRipe("edit_rate")}) as edits_base,
        count(*) filter (where is_own and edited and ${isRipe("edit_rate")}) as edits,
        count(*) filter (where is_own and ${isRipe("regeneration_rate")}) as regenerations_base,
        count(*) filter (where is_own and regenerated and ${isRipe("regeneration_rate")}) as regenerations,
        count(*) filter (where is_own and refused) as refusals,
        count(*) filter (where is_own and violation) as violations,
        count(latency_ms) filter (where is_own) as latency_count,
        coalesce(sum(latency_ms) filter (where is_own), 0) as latency_sum_ms,
        count(ttft_ms) filter (where is_own) as ttft_count,
        coalesce(sum(ttft_ms) filter (where is_own), 0) as ttft_sum_ms,
        count(cost_usd) filter (where is_own) as cost_count,
        coalesce(sum(cost_usd) filter (where is_own), 0) as cost_sum_usd,
        ${bySpan(useBase)} as use_bases, ${bySpan(useValue)} as use_values,
        least(${nextRipe}, case when u.exposed_at > now() - u.w_primary then u.exposed_at + u.w_primary end) as ripe_at
      from (
        select s.*, s.version = u.own_version and s.at >= u.from_at as is_own,
          s.version = u.own_version and s.at < u.from_at as is_early, f.thumbs_up, f.stars, f.edited, f.regenerated,
          ${isDone("s")} as is_done,
          row_number() over (partition by s.version = u.own_version and s.at >= u.from_at order by s.at, s.interaction_id) as place
        from (
          select distinct on (interaction_id) * from (
            select workspace_id, environment_id, interaction_id, at, version, completed, refused, violation,
              latency_ms, ttft_ms, cost_usd
            from interactions i
            where i.prompt_id = u.prompt_id and i.user_id = u.unit_id and i.workspace_id = u.workspace_id
              and i.environment_id = u.environment_id and i.at between u.phase_from and u.to_at
              and i.version = any(u.versions) and ${mayBeAssigned("i")}
            order by at desc limit ${mostInteractions}) i
          order by interaction_id, at desc) s
        cross join lateral (
          select ${feedbackColumns} from ${feedbackAbout("s", `f.at >= u.phase_from - ${skew}`)}) f) told
    ) counted),
  written as (
    update experiment_units e set is_counted = true, due_at = f.due_at, rest_until = f.rest_until,
      ${unitColumns.map((column) => `${column} = f.${column}`).join(", ")}
    from fresh f where e.experiment_id = f.experiment_id and e.phase = f.phase and e.unit_id = f.unit_id),
  part as (
    select f.workspace_id, f.experiment_id, f.phase, f.variant, f.exposed_at, f.step, 1 as sign, ${columnsOf("f")}
    from fresh f
    union all
    select u.workspace_id, u.experiment_id, u.phase, u.variant, u.exposed_at, u.step, -1, ${columnsOf("u")}
    from unit u where u.is_counted),
  heavy as (${heavyText("fresh", 3)}),
  by_day as (
    insert into experiment_days (workspace_id, experiment_id, phase, variant, day, sums)
    select workspace_id, experiment_id, phase, variant, (exposed_at at time zone 'UTC')::date, ${daySumsSql("part", "sign * ")}
    from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (experiment_id, phase, variant, day) do update set sums = ${addedTo("experiment_days")})
  insert into experiment_sums (workspace_id, experiment_id, phase, variant, step, sums)
  select workspace_id, experiment_id, phase, variant, step, ${sumsSql("part", "sign * ")}
  from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
  on conflict (experiment_id, phase, variant, step) do update set sums = ${addedTo("experiment_sums")}`;

/**
 * Counts users anew from their events and moves the sums by what changed; `most` of them in a statement, as one batch of
 * events may be of a thousand users with a long history each, and must be done some time.
 */
export async function countUnits(
  tx: Transaction,
  phases: readonly CountedPhase[],
  units: readonly UnitKey[],
  most: number,
): Promise<void> {
  const keys = units.map(({ experimentId, phase, unitId }) => ({ experimentId, phase, unitId }));
  for (let from = 0; from < keys.length; from += most)
    await tx.$executeRawUnsafe(countText, phasesParameter(phases), JSON.stringify(keys.slice(from, from + most)));
}

/** Has users with very many answers counted once their rest is over. */
export async function countLater(tx: Transaction, users: readonly UnitKey[]): Promise<void> {
  if (users.length === 0) return;
  const keys = users.map(({ experimentId, phase, unitId }) => ({ experimentId, phase, unitId }));
  await tx.$executeRawUnsafe(
    `update experiment_units u set due_at = least(u.due_at, u.rest_until)
     from json_to_recordset($1::json) as r ("experimentId" uuid, phase int, "unitId" text)
     where u.experiment_id = r."experimentId" and u.phase = r.phase and u.unit_id = r."unitId"`,
    JSON.stringify(keys),
  );
}

/** Reports of an interaction, found by its id whatever the planner believes: a limit is not searched around. */
const toldOf = (row: string) => `select * from interactions
  where workspace_id = ${row}.workspace_id and interaction_id = ${row}.interaction_id and at >= p.from_at limit ${mostReports}`;

const timesText = `with ${phaseRows("$1")}
  insert into experiment_times (workspace_id, experiment_id, phase, variant, is_ttft, user_group, bucket, count)
  select p.workspace_id, p.experiment_id, p.phase, u.variant, t.is_ttft, ${groupSql("u.unit_id")}, ${bucketSql("t.ms")}, count(*)
  from interactions i
  join phases p on p.prompt_id = i.prompt_id and p.environment_id = i.environment_id
    and p.workspace_id = i.workspace_id and i.at between p.from_at and p.to_at
  cross join lateral (${unitOf("p.phase", "i.user_id")} offset 0) u
  cross join lateral (values (false, i.latency_ms), (true, i.ttft_ms)) t (is_ttft, ms)
  where i.batch_id = any($2::bigint[]) and i.at between $3 and $4 and t.ms is not null
    and i.at >= u.exposed_at - ${skew} and i.version = (p.by_variant ->> u.variant)::int and ${mayBeAssigned("i")}
    and (select count(*) from (${toldOf("i")}) told where told.prompt_id = i.prompt_id
      and told.environment_id = i.environment_id and (told.batch_id, told.id) < (i.batch_id, i.id)
      and case when t.is_ttft then told.ttft_ms else told.latency_ms end is not null) = 0
  group by 1, 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
  on conflict (experiment_id, phase, variant, is_ttft, user_group, bucket)
    do update set count = experiment_times.count + excluded.count`;

/** Adds the times of new interactions to the histograms of their arms. */
export async function addTimes(tx: Transaction, phases: readonly CountedPhase[], batches: Batches): Promise<void> {
  await tx.$executeRawUnsafe(timesText, phasesParameter(phases), batches.ids, batches.from, batches.to);
}
