import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { feedbackAbout, feedbackColumns, isDone, keptComment } from "../../feedback-sql";
import { scoresAbout } from "./scores-sql";

/** Ids of interactions, or of traces, of one workspace. */
export type Keys = { workspaceId: string; ids: readonly string[] };
/** Batches of stored events, and the time range of their events. */
export type BatchRange = { ids: readonly string[]; from: Date; to: Date };
/** Some answers of one batch, by their own ids. */
export type BatchRows = BatchRange & { rows: readonly string[] };

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const after = (row: string, days: string) => `extract(epoch from ${row}.at + make_interval(days => ${days}))::bigint`;
const policyOf = (row: string) =>
  `left join content_policies p on p.workspace_id = ${row}.workspace_id and p.environment_id = ${row}.environment_id`;

// Selects rows in ClickHouse's format with the current feedback and scores. Values: $1 the revision, $2 and $3 the
// retention of events and contents in days.
const interactionLines = (rows: string) => `select row_to_json(r)::text as line from (
  select i.workspace_id, ${instant("i.at")} as at, i.id, $1::bigint as revision, i.prompt_id, i.environment_id, i.version,
    i.reason, i.kind, i.key_id, i.content_mark, i.interaction_id, i.user_id, i.session_id, i.trace_id, i.parent_id, i.name, i.model,
    i.attributes::text as attributes,
    (select jsonb_object_agg(key, value) from jsonb_each_text(i.attributes)) as attribute_texts,
    i.latency_ms, i.ttft_ms, i.cost_usd, i.input_tokens, i.output_tokens, i.cached_tokens, ${isDone("i")} as completed,
    i.refused, i.violation, i.has_content, i.error, ${instant("f.at")} as said_at, f.thumbs_up, f.stars, f.edited,
    f.regenerated, ${keptComment("i")}, c.input::text as input, c.output::text as output,
    ${after("i", "least(p.event_days, $2::int)")} as expires_at,
    ${after("i", "least(p.event_days, p.content_days, $2::int, $3::int)")} as contents_expire_at,
    coalesce(s.scores, '[]'::json) as scores, s.score, s.score_passed
  from ${rows} i
  left join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f on true
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  left join lateral ${scoresAbout("i")} on true
  ${policyOf("i")}) r`;

const ofBatches = interactionLines(
  "(select * from interactions where batch_id = any($4::bigint[]) and at >= $5 and at <= $6)",
);
const ofRows = interactionLines(
  "(select * from interactions where batch_id = any($4::bigint[]) and at >= $5 and at <= $6 and id = any($7::text[]))",
);
/**
 * The upper bound on reports copied per id. It limits the cost of feedback if an application reuses one id for all
 * events.
 */
const mostReports = 20;
const ofIds = interactionLines(`(select i.* from unnest($5::text[]) k (interaction_id) cross join lateral (
  select * from interactions i where i.workspace_id = $4::uuid and i.interaction_id = k.interaction_id
  order by i.at desc limit ${mostReports}) i)`);

const spanLines = `select row_to_json(r)::text as line from (
  select s.workspace_id, ${instant("s.at")} as at, $1::bigint as revision, s.environment_id, s.kind, s.duration_ms,
    s.ttft_ms, s.cost_usd, s.input_tokens, s.output_tokens, s.cached_tokens, s.trace_id, s.span_id, s.parent_id, s.name,
    s.service, s.model, s.session_id, s.user_id, s.error, s.interaction_id, s.attributes::text as attributes,
    s.input::text as input, s.output::text as output,
    ${after("s", "least(p.event_days, $2::int, $3::int)")} as expires_at,
    ${after("s", "least(p.event_days, p.content_days, $2::int, $3::int)")} as contents_expire_at
  from spans s ${policyOf("s")}
  where s.workspace_id = $4::uuid and s.trace_id = any($5::text[])) r`;

async function readLines(text: string, revision: bigint, values: readonly unknown[]): Promise<string[]> {
  const { EVENT_RETENTION_DAYS: days, EVENT_CONTENT_RETENTION_DAYS: contentDays } = env();
  const rows = await prisma().$queryRawUnsafe<{ line: string }[]>(text, revision, days, contentDays ?? days, ...values);
  return rows.map(({ line }) => line);
}

/** Reads the current state of the interactions in batches, one line of JSON each. */
export const readBatches = (revision: bigint, { ids, from, to }: BatchRange): Promise<string[]> =>
  readLines(ofBatches, revision, [ids, from, to]);

/** Reads the current state of these answers. */
export const readRows = (revision: bigint, { ids, from, to, rows }: BatchRows): Promise<string[]> =>
  readLines(ofRows, revision, [ids, from, to, rows]);

/** Reads the current state of the interactions with these ids. */
export const readInteractions = async (revision: bigint, { workspaceId, ids }: Keys): Promise<string[]> =>
  ids.length > 0 ? readLines(ofIds, revision, [workspaceId, ids]) : [];

/** Reads the current spans of these traces. */
export const readTraces = (revision: bigint, { workspaceId, ids }: Keys): Promise<string[]> =>
  readLines(spanLines, revision, [workspaceId, ids]);

/** Returns the interactions that the feedback in these batches belongs to, by workspace. */
export async function findKeysWithFeedback({ ids, from, to }: BatchRange): Promise<Keys[]> {
  return prisma().$queryRaw<Keys[]>`
    select workspace_id as "workspaceId", array_agg(distinct interaction_id) as ids from feedback
    where batch_id = any(${ids}::bigint[]) and at >= ${from} and at <= ${to} group by workspace_id`;
}
