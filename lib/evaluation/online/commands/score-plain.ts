import type { Transaction } from "@/lib/core/db";
import { feedbackAbout, feedbackColumns, isDone } from "@/lib/telemetry/feedback-sql";
import { plainSeries } from "../metrics";
import { onesSql } from "../ones";
import { hoursSql } from "./hours-sql";
import type { TakenBatches } from "./take-online-batches";

/** An interaction has one report, or two. An id that stands on all of them leads to some. */
const mostReports = 20;

const flag = (metric: string, column: string, good: boolean, unknown = "null::boolean") => {
  const value = `coalesce(${column}, ${unknown})`;
  return `('${metric}', ${value}::int::float8, ${good ? value : `not ${value}`})`;
};

// What nobody said of an answer did not happen, as in experiments; only whether its task was done may be unknown.
const values = [
  flag("completion", "k.completed", true),
  flag("thumbs", "k.thumbs_up", true),
  "('stars', k.stars::float8, null::boolean)",
  flag("edit_rate", "k.edited", false, "false"),
  flag("regeneration_rate", "k.regenerated", false, "false"),
  flag("refusal_rate", "k.refused", false, "false"),
  flag("violation_rate", "k.violation", false, "false"),
  ...["cost', k.cost_usd", "latency', k.latency_ms", "ttft', k.ttft_ms"].map((one) => `('${one}, null::boolean)`),
].join(", ");

// Of two reports the later one counts, of several pieces of feedback the latest word. A score keeps version and time it
// was first written with: only its value may change, and the hour's sums by the difference.
const scoreText = `with place as (
    select prompt_id, environment_id from online_evaluations where workspace_id = $1::uuid and is_enabled),
  named as (
    select i.prompt_id, i.environment_id, i.interaction_id, i.at
    from interactions i join place using (prompt_id, environment_id)
    where i.workspace_id = $1::uuid and i.batch_id = any($2::bigint[]) and i.at between $3 and $4 and (
      exists (select from online_samples s where s.environment_id = i.environment_id and s.interaction_id = i.interaction_id)
      or exists (select from feedback f where f.workspace_id = $1::uuid and f.interaction_id = i.interaction_id
        and f.at < now() + interval '1 day'))
    union all
    select i.prompt_id, i.environment_id, i.interaction_id, i.at
    from (
      select distinct interaction_id from feedback
      where workspace_id = $1::uuid and batch_id = any($2::bigint[]) and at between $3 and $4) f
    cross join lateral (
      select * from interactions
      where workspace_id = $1::uuid and interaction_id = f.interaction_id and at between $5 and now() + interval '1 day'
      order by at desc limit ${mostReports}) i
    join place using (prompt_id, environment_id)),
  touched as (
    select distinct on (n.environment_id, n.interaction_id) n.prompt_id, n.environment_id, n.interaction_id,
      s.interaction_id is not null as is_sample, s.version, s.variant, s.user_id, s.at
    from named n left join online_samples s on s.environment_id = n.environment_id and s.interaction_id = n.interaction_id
    where s.interaction_id is null or s.prompt_id = n.prompt_id
    order by n.environment_id, n.interaction_id, n.at desc, n.prompt_id),
  known as (
    select t.prompt_id, t.environment_id, t.interaction_id, t.is_sample, coalesce(t.version, i.version) as version,
      t.variant, coalesce(t.user_id, i.user_id) as user_id, coalesce(t.at, i.at) as at, i.refused, i.violation,
      i.cost_usd, i.latency_ms, i.ttft_ms, ${isDone("i")} as completed, f.thumbs_up, f.stars, f.edited, f.regenerated
    from touched t
    cross join lateral (
      select * from interactions
      where workspace_id = $1::uuid and interaction_id = t.interaction_id and environment_id = t.environment_id
        and prompt_id = t.prompt_id and at between $5 and now() + interval '1 day'
      order by at desc, id limit 1) i
    left join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f on true),
  now_so as (
    select k.*, v.metric, v.value, v.passed from known k cross join lateral (values ${values}) v (metric, value, passed)
    where v.value is not null and (k.is_sample or v.metric in ('thumbs', 'stars'))),
  before as (
    select s.environment_id, s.interaction_id, s.metric, s.series, s.value, s.passed
    from now_so n join online_scores s on s.environment_id = n.environment_id
      and s.interaction_id = n.interaction_id and s.metric = n.metric and s.series = '${plainSeries}'),
  put as (
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, variant,
      user_id, at, value, passed)
    select $1::uuid, prompt_id, environment_id, interaction_id, metric, '${plainSeries}', version, variant, user_id, at,
      value, passed
    from now_so
    on conflict (environment_id, interaction_id, metric, series) do update
      set value = excluded.value, passed = excluded.passed, scored_at = now()
      where online_scores.prompt_id = excluded.prompt_id and online_scores.value is distinct from excluded.value
    returning *),
  moved as (
    select p.*, (b.metric is null)::int as d_scores, 0 as d_invalid,
      ${onesSql("p")}::int - coalesce(${onesSql("b")}::int, 0) as d_passed, p.value - coalesce(b.value, 0) as d_value,
      p.value * p.value - coalesce(b.value * b.value, 0) as d_square
    from put p left join before b using (environment_id, interaction_id, metric))
  ${hoursSql("moved")}`;

/**
 * Writes what is known without a scorer of the sampled answers in these batches, and of every answer that somebody said
 * something about, in them or before: whichever of answer and feedback came first. Hours are kept in step.
 */
export async function scorePlain(tx: Transaction, { workspaceId, ids, from, to, since }: TakenBatches): Promise<void> {
  await tx.$executeRawUnsafe(scoreText, workspaceId, ids, from, to, since);
}
