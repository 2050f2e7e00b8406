import { feedbackAbout, feedbackColumns, isDone } from "@/lib/telemetry/feedback-sql";
import { countedValue, segmentText } from "@/lib/telemetry/segments";
import type { WindowedMetric } from "../metrics";
import { useSpans } from "../totals";
import { windowedMetrics } from "../windows";
import { mostReports, skewMinutes } from "./queries/phases";
import { timeCode } from "./times-sql";

/**
 * The maximum number of a user's newest answers that are read. The cap reduces the weight of such a user anyway, so
 * results do not depend on this limit. Reading them takes a second, so it is done at intervals that grow with the
 * number of answers.
 */
const mostInteractions = 100_000;
/** Answers that become old enough within this share of a window are counted together. */
const togetherShare = 0.05;
const skew = `make_interval(mins => ${skewMinutes})`;

/** Whether an answer is old enough for the primary metric. */
const isUseRipe = "at <= u.ripe_primary";

// The contribution of one use to the primary metric, consistent with `ratioColumns` for all uses together.
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

/** The columns of `windowsSql`. */
export const windowNames = ["primary", ...windowedMetrics].flatMap((name) => [`w_${name}`, `ripe_${name}`]);

/** A window as two columns: `w_…` is its length, `ripe_…` is the newest time of an answer whose window has passed. */
const windowSql = (name: string, minutes: string) =>
  `make_interval(mins => ${minutes}) as w_${name}, now() - make_interval(mins => ${minutes}) as ripe_${name}`;

/**
 * The columns of the outcome windows. `minutes` is a JSON object of minutes by metric; `primary` are the minutes of the
 * primary metric. They are computed once per user, because each answer is compared with them many times.
 */
export const windowsSql = (minutes: string, primary: string): string =>
  [
    windowSql("primary", primary),
    ...windowedMetrics.map((metric) => windowSql(metric, `coalesce((${minutes} ->> '${metric}')::int, 0)`)),
  ].join(", ");
const isRipe = (metric: WindowedMetric) => `at <= u.ripe_${metric}`;
/** The earliest time at which an answer that is now too young is old enough. */
const nextRipe = windowedMetrics
  .map((metric) => `min(at) filter (where is_own and not ${isRipe(metric)}) + u.w_${metric} * ${1 + togetherShare}`)
  .join(", ");
/** Whether the primary metric has an outcome, of any age. For ratings and times, any answer counts. */
const hasOutcome = `case u.primary_metric when 'completion' then is_done is not null when 'cost' then cost_usd is not null
  when 'latency_p50' then latency_ms is not null when 'latency_p95' then latency_ms is not null
  when 'ttft_p50' then ttft_ms is not null when 'ttft_p95' then ttft_ms is not null else true end`;

/**
 * Whether an interaction belongs to the user's workspace, written so that no index can use it. Prompt and user are more
 * selective. In a partition without statistics, the planner would search everything that the workspace reported.
 */
const isSameWorkspace = "i.workspace_id is not distinct from u.workspace_id";

/** Whether an interaction has the version of the user's own variant, within the phase. */
export const isOwnVersion = (row: string) => `${row}.version = u.own_version and ${row}.at >= u.from_at`;

/** A condition on an interaction, by the alias of its row. */
type Condition = (row: string) => string;
/** `batches` is an SQL array of the batches with new times. */
type NewTimes = { isCounted: Condition; batches: string };

/**
 * Whether no earlier report of the answer of `report`, in these batches or counted before, has a value in `column`.
 * Always found by the answer's id: the second condition on time is written so that an index can use only the lower
 * bound. The limit bounds the search if an application uses one id for everything.
 */
export const isFirstWith = (column: string, { isCounted, batches }: NewTimes) => `(
  select count(*) from (
    select * from interactions b
    where b.workspace_id = report.workspace_id and b.interaction_id = report.interaction_id
      and b.at >= u.phase_from and b.at - u.to_at <= interval '0' limit ${mostReports}) b
  where b.prompt_id = u.prompt_id and b.environment_id = u.environment_id and b.user_id = u.unit_id
    and ${isOwnVersion("b")} and ${isCounted("b")} and b.${column} is not null
    and case when b.batch_id = any(${batches}) then (b.batch_id, b.id) < (report.batch_id, report.id)
      else not exists (select from event_batches q where q.id = b.batch_id)
        and not exists (select from experiment_batches q where q.id = b.batch_id) end) = 0`;

/** The times in new batches (`timeCode`). An answer's time counts once, from the first report that has it. */
const newTimesSql = (times: NewTimes) =>
  [
    ["latency_ms", "new_latencies"],
    ["ttft_ms", "new_ttfts"],
  ]
    .map(
      ([column = "", name = ""]) => `array_agg(${timeCode(column, "place")}) filter (where ${column} is not null
        and batch_id = any(${times.batches}) and is_own_version
        and case when is_only then true else ${isFirstWith(column, times)} end) as ${name}`,
    )
    .join(", ");

/**
 * One user's numbers from raw events, as a lateral select: the columns of `unitColumns`, `ripe_at` and, with `batches`,
 * `new_latencies` and `new_ttfts`. `u` is the user: prompt_id, environment_id, workspace_id, unit_id, own_version,
 * versions, phase_from, from_at, to_at, exposed_at, is_in_two_arms, primary_metric and the columns of `windowsSql`. If
 * an answer has several reports, the latest counts. Ids are compared by bytes, which is faster than by a collation.
 * Feedback is grouped, so that nothing is aggregated for an answer without feedback.
 */
export const countedSql = (isCounted: Condition, batches: string | null = null): string => `
  select
    u.is_in_two_arms or coalesce(bool_or(is_last and not is_own and at >= u.exposed_at), false) as is_in_two_arms,
    coalesce(bool_or(is_own and ${hasOutcome}), false) as is_heard,
    coalesce(bool_or(is_last and version = u.own_version and at < u.from_at), false) as is_early,
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
    ${batches === null ? "" : `${newTimesSql({ isCounted, batches })},`}
    least(${nextRipe}, case when u.exposed_at > u.ripe_primary then u.exposed_at + u.w_primary end) as ripe_at
  from (
    select s.*, s.is_last and s.is_own_version as is_own, f.thumbs_up, f.stars, f.edited, f.regenerated,
      ${isDone("s")} as is_done,
      row_number() over (partition by s.is_last and s.is_own_version order by s.at, s.interaction_id) as place
    from (
      select *, ${isOwnVersion("i")} as is_own_version, row_number() over latest = 1 as is_last,
        row_number() over latest = 1 and lead(id) over latest is null as is_only
      from (
        select id, batch_id, workspace_id, environment_id, interaction_id, at, version, completed, refused, violation,
          latency_ms, ttft_ms, cost_usd
        from interactions i
        where i.prompt_id = u.prompt_id and i.user_id = u.unit_id and ${isSameWorkspace}
          and i.environment_id = u.environment_id and i.at between u.phase_from and u.to_at
          and i.version = any(u.versions) and ${isCounted("i")}
        order by at desc limit ${mostInteractions}) i
      window latest as (partition by interaction_id collate "C" order by at desc, batch_id desc, id desc)) s
    left join lateral (
      select ${feedbackColumns} from ${feedbackAbout("s", `s.is_last and f.at >= u.phase_from - ${skew}`)}
      group by f.interaction_id) f on true) report`;

/** The number of a user's first answers that are searched for segments. */
const firstAnswers = 1_000;

/**
 * The segments of the user `u` (see `countedSql`), as SQL: values by attribute, each from the first answer of the phase
 * that has it, so that the variant cannot move the user to another segment. Null if none are requested or found.
 */
export const unitSegmentsSql = (isCounted: Condition): string => `(
  select jsonb_object_agg(s.attribute, s.value) from (
    select distinct on (g.attribute) g.attribute, ${countedValue("t.value", 'g."values"')} as value
    from (
      select i.at, i.interaction_id, i.attributes from interactions i
      where u.asked_segments is not null and i.prompt_id = u.prompt_id and i.user_id = u.unit_id
        and ${isSameWorkspace} and i.environment_id = u.environment_id
        and i.at between u.phase_from and u.to_at and i.version = any(u.versions) and ${isCounted("i")}
      order by i.at limit ${firstAnswers}) i
    cross join json_to_recordset(u.asked_segments) g (attribute text, "values" text[])
    cross join lateral (select ${segmentText("i.attributes", "g.attribute")}) t (value)
    where t.value <> ''
    order by g.attribute, i.at, i.interaction_id) s)`;
