import type { Transaction } from "@/lib/core/db";
import { feedbackAbout, feedbackColumns, isDone } from "@/lib/telemetry/feedback-sql";
import { segmentsOf } from "@/lib/telemetry/segments";
import { plainSeries } from "../metrics";
import { plainOnesSql } from "../ones";
import { hoursSql } from "./hours-sql";
import type { TakenBatches } from "./take-online-batches";

/** The maximum number of reports read per interaction. An interaction usually has one or two. */
const mostReports = 20;

// `order by` with `limit` keeps the planner from using other indexes than the one on the id: it has no statistics for
// such new rows. A time index could use only the lower bound.
const reports = (id: string) => `(
      select * from interactions
      where workspace_id = $1::uuid and interaction_id = ${id} and at >= $5 and at - now() <= interval '1 day'
      order by at desc limit ${mostReports})`;

const flag = (metric: string, column: string, good: boolean, unknown = "null::boolean") => {
  const value = `coalesce(${column}, ${unknown})`;
  return `('${metric}', ${value}::int::float8, ${good ? value : `not ${value}`})`;
};

// Without feedback, an edit, for example, counts as not happened, as in experiments. Only completion can be unknown.
const values = [
  flag("completion", "k.completed", true),
  flag("thumbs", "k.thumbs_up", true),
  "('stars', k.stars::float8, null::boolean)",
  flag("edit_rate", "k.edited", false, "false"),
  flag("regeneration_rate", "k.regenerated", false, "false"),
  flag("refusal_rate", "k.refused", false, "false"),
  flag("violation_rate", "k.violation", false, "false"),
  "('cost', k.cost_usd, null::boolean)",
  "('latency', k.latency_ms, null::boolean)",
  "('ttft', k.ttft_ms, null::boolean)",
].join(", ");

// The later of two reports counts, and the latest of several pieces of feedback. A score keeps the version and time of
// its first write. Only its value can change, and the hourly sums change by the difference.
const scoreText = `with place as (
    select prompt_id, environment_id from online_evaluations where workspace_id = $1::uuid and is_enabled),
  reported as materialized (
    select workspace_id, prompt_id, environment_id, interaction_id, at from interactions
    where batch_id = any($2::bigint[]) and at between $3 and $4),
  named as (
    select i.prompt_id, i.environment_id, i.interaction_id, i.at
    from reported i join place using (prompt_id, environment_id)
    where i.workspace_id = $1::uuid and (
      (select 1 from online_samples s
        where s.environment_id = i.environment_id and s.interaction_id = i.interaction_id) is not null
      or (select 1 from feedback f where f.workspace_id = $1::uuid and f.interaction_id = i.interaction_id
        and f.at < now() + interval '1 day' limit 1) is not null)
    union all
    select i.prompt_id, i.environment_id, i.interaction_id, i.at
    from (
      select distinct interaction_id from feedback where batch_id = any($2::bigint[]) and at between $3 and $4) f
    cross join lateral ${reports("f.interaction_id")} i
    join place using (prompt_id, environment_id)),
  touched as (
    select distinct on (n.environment_id, n.interaction_id) n.prompt_id, n.environment_id, n.interaction_id,
      s.interaction_id is not null as is_sample, s.version, s.variant, s.user_id, s.at, s.sampled_at, s.segments
    from named n left join online_samples s on s.environment_id = n.environment_id and s.interaction_id = n.interaction_id
    where s.interaction_id is null or s.prompt_id = n.prompt_id
    order by n.environment_id, n.interaction_id, n.at desc, n.prompt_id),
  known as (
    select t.prompt_id, t.environment_id, t.interaction_id, t.is_sample, coalesce(t.version, i.version) as version,
      t.variant, coalesce(t.segments, ${segmentsOf("i.attributes", "$1::uuid")}) as segments, coalesce(t.user_id, i.user_id) as user_id, coalesce(t.at, i.at) as at,
      coalesce(t.sampled_at, least(i.at, now())) as known_at, i.refused, i.violation,
      i.cost_usd, i.latency_ms, i.ttft_ms, ${isDone("i")} as completed, f.thumbs_up, f.stars, f.edited, f.regenerated
    from touched t
    cross join lateral (
      select r.* from ${reports("t.interaction_id")} r
      where r.environment_id = t.environment_id and r.prompt_id = t.prompt_id order by r.at desc, r.id limit 1) i
    left join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f on true),
  now_so as (
    select k.*, v.metric, v.value, v.passed from known k cross join lateral (values ${values}) v (metric, value, passed)
    where v.value is not null and (k.is_sample or v.metric in ('thumbs', 'stars'))),
  changed as (
    select n.*, b.interaction_id is null as is_new, b.value as old_value, b.passed as old_passed
    from now_so n left join online_scores b on b.environment_id = n.environment_id
      and b.interaction_id = n.interaction_id and b.metric = n.metric and b.series = '${plainSeries}'
    where b.interaction_id is null or (b.prompt_id = n.prompt_id and b.value is distinct from n.value)),
  put as (
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, variant,
      user_id, at, value, passed, known_at, segments)
    select $1::uuid, prompt_id, environment_id, interaction_id, metric, '${plainSeries}', version, variant, user_id, at,
      value, passed, known_at, segments
    from changed
    on conflict (environment_id, interaction_id, metric, series) do update
      set value = excluded.value, passed = excluded.passed, before_value = online_scores.value,
        before_passed = online_scores.passed, scored_at = now()),
  moved as (
    select $1::uuid as workspace_id, prompt_id, environment_id, metric, '${plainSeries}' as series, version, at,
      is_new::int as d_scores, 0 as d_invalid,
      ${plainOnesSql("passed", "value")}::int - ${plainOnesSql("old_passed", "old_value")}::int as d_passed,
      value - coalesce(old_value, 0) as d_value, value * value - coalesce(old_value * old_value, 0) as d_square
    from changed)
  ${hoursSql("moved")}`;

/**
 * Writes the scores that need no scorer, for the sampled answers in these batches and for every answer with feedback in
 * them or before. The order in which answer and feedback arrive does not matter. Keeps the hourly sums consistent.
 */
export async function scorePlain(tx: Transaction, { workspaceId, ids, from, to, since }: TakenBatches): Promise<void> {
  await tx.$executeRawUnsafe(scoreText, workspaceId, ids, from, to, since);
}
