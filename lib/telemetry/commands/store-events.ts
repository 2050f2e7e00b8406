import { databaseUnavailable } from "@/lib/core/database-errors";
import { eventQuery } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import { type ContentMark, contentMarks } from "../content-policy";
import { reasonNumbers, reasonOf } from "../interaction-mark";
import type { ReferredEvent } from "../queries/references";
import { type InteractionInput, kindNumbers } from "../schema";
import { inSlices } from "../slices";

/** An event ready to be stored; `environmentIds` are those of the key that sent it, null for all. */
export type StorableEvent = ReferredEvent & {
  environmentIds: readonly string[] | null;
  /** What its environment's policy did to its contents. */
  mark: ContentMark | null;
};
export type Stored = "stored" | "duplicate" | "conflict";

// One statement is one transaction: keys, events and the rollup's queue are all there or none of it is. Keys go in in
// one order, so that two batches with the same ids wait for each other and never both.
const insert = `with
  new_interactions as (select * from json_to_recordset($2::json) as r (key uuid, fingerprint uuid, at timestamptz,
    prompt_id uuid, environment_id uuid, version int, completed boolean, refused boolean, violation boolean,
    latency_ms float8, ttft_ms float8, cost_usd float8, input_tokens int, output_tokens int, cached_tokens int,
    reason smallint, kind smallint, content_mark smallint, id text, interaction_id text, user_id text, model text, session_id text,
    trace_id text, parent_id text, name text, error text, attributes jsonb, input json, output json)),
  new_feedback as (select * from json_to_recordset($3::json) as r (key uuid, fingerprint uuid, at timestamptz,
    environment_ids uuid[], thumbs_up boolean, edited boolean, regenerated boolean, completed boolean, stars smallint,
    id text, interaction_id text, comment text)),
  fresh as (
    insert into event_keys (workspace_id, key, is_feedback, fingerprint)
    select $1, key, is_feedback, fingerprint from (
      select key, fingerprint, false as is_feedback from new_interactions
      union all select key, fingerprint, true from new_feedback) k
    order by is_feedback, key on conflict do nothing returning key, is_feedback),
  batch as (
    insert into event_batches (workspace_id, events, from_at, to_at)
    select $1, count(*), $4, $5 from fresh having count(*) > 0 returning id),
  i as (
    insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, completed, refused,
      violation, has_content, latency_ms, ttft_ms, cost_usd, input_tokens, output_tokens, cached_tokens, reason, kind,
      key_id, content_mark, id, interaction_id, user_id, model, session_id, trace_id, parent_id, name, error, attributes)
    select n.at, batch.id, $1, prompt_id, environment_id, version, completed, refused, violation,
      input is not null or output is not null, latency_ms, ttft_ms, cost_usd, input_tokens, output_tokens,
      cached_tokens, reason, kind, $7::uuid, content_mark, n.id, interaction_id, user_id, model, session_id, trace_id, parent_id, name,
      error, attributes
    from new_interactions n join fresh on fresh.key = n.key and not fresh.is_feedback, batch),
  c as (
    insert into interaction_contents (at, workspace_id, id, input, output)
    select n.at, $1, n.id, input, output from new_interactions n
    join fresh on fresh.key = n.key and not fresh.is_feedback where input is not null or output is not null),
  f as (
    insert into feedback (at, batch_id, workspace_id, environment_ids, thumbs_up, edited, regenerated, completed, stars,
      id, interaction_id, comment)
    select n.at, batch.id, $1, environment_ids, thumbs_up, edited, regenerated, completed, stars, n.id, interaction_id,
      comment
    from new_feedback n join fresh on fresh.key = n.key and fresh.is_feedback, batch)
  select case when count(*) < $6 then coalesce(array_agg(is_feedback || ' ' || key), '{}') end as fresh from fresh`;

const known = `select k.is_feedback || ' ' || k.key as key, k.fingerprint
  from unnest($2::uuid[], $3::boolean[]) as r (key, is_feedback)
  join event_keys k on k.workspace_id = $1 and k.key = r.key and k.is_feedback = r.is_feedback`;

const isFeedback = ({ input }: StorableEvent) => input.type === "feedback";
/** As SQL writes it: `is_feedback || ' ' || key`. */
const keyOf = (event: StorableEvent) => `${isFeedback(event)} ${event.key}`;

// JSON null is a value that went in; it is kept as nothing.
const contentOf = (value: unknown) => value ?? undefined;

/** Why the application got this version: what resolve wrote into the id is believed over what the event says. */
function reasonNumber({ interactionId, reason }: InteractionInput): number | null {
  const known = reasonOf(interactionId) ?? reason;
  return known ? reasonNumbers[known] : null;
}

function toRow({ key, fingerprint, at, input, reference, environmentIds, mark }: StorableEvent): object {
  const { id, interactionId, completed } = input;
  const row = { key, fingerprint, at: new Date(at).toISOString(), id, interaction_id: interactionId, completed };
  if (input.type === "feedback") {
    const { thumbs, stars, edited, regenerated, comment } = input;
    const thumbsUp = thumbs === null || thumbs === undefined ? null : thumbs === "up" || thumbs === 1;
    return { ...row, environment_ids: environmentIds, thumbs_up: thumbsUp, stars, edited, regenerated, comment };
  }
  return {
    ...row,
    prompt_id: reference?.promptId,
    environment_id: reference?.environmentId,
    version: input.version,
    refused: input.refused,
    violation: input.violation,
    latency_ms: input.latencyMs,
    ttft_ms: input.ttftMs,
    cost_usd: input.costUsd,
    input_tokens: input.inputTokens,
    output_tokens: input.outputTokens,
    cached_tokens: input.cachedTokens,
    reason: reasonNumber(input),
    kind: input.kind ? kindNumbers[input.kind] : null,
    content_mark: mark ? contentMarks[mark] : null,
    user_id: input.userId,
    model: input.model,
    session_id: input.sessionId,
    trace_id: input.traceId,
    parent_id: input.parentId,
    name: input.name,
    error: input.error,
    attributes: input.attributes,
    input: contentOf(input.input),
    output: contentOf(input.output),
  };
}

const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);
const madeMonths = singleton("event-months", () => new Set<string>());

/** Makes the partitions that these instants need, each month once in this process. */
export async function ensurePartitions(times: readonly number[]): Promise<void> {
  for (const month of new Set(times.map(monthOf))) {
    if (madeMonths.has(month)) continue;
    await eventQuery("event-partitions", "select create_event_partitions($1::date)", [`${month}-01`]);
    madeMonths.add(month);
  }
}

/** Whose events they are; `keyId` is the key that sent them, null when nobody's did. */
export type Sender = { workspaceId: string; keyId: string | null };

/**
 * Stores events of one workspace whose ids differ, all or nothing, and says of each whether it was new. An answer is a
 * promise: what it calls stored is committed.
 */
export async function storeEvents({ workspaceId, keyId }: Sender, events: readonly StorableEvent[]): Promise<Stored[]> {
  const times = events.map(({ at }) => at);
  await ensurePartitions(times);
  const [interactions, feedback]: [string[], string[]] = [[], []];
  await inSlices(events, (event) => {
    (isFeedback(event) ? feedback : interactions).push(JSON.stringify(toRow(event)));
  });
  const values = [
    workspaceId,
    `[${interactions.join(",")}]`,
    `[${feedback.join(",")}]`,
    new Date(Math.min(...times)),
    new Date(Math.max(...times)),
    events.length,
    keyId,
  ];
  const [result] = await eventQuery<{ fresh: string[] | null }>("store-events", insert, values);
  if (!result?.fresh) return events.map(() => "stored");

  const isStored = new Set(result.fresh);
  const others = events.filter((event) => !isStored.has(keyOf(event)));
  const rows = await eventQuery<{ key: string; fingerprint: string }>("known-events", known, [
    workspaceId,
    others.map(({ key }) => key),
    others.map(isFeedback),
  ]);
  const fingerprints = new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
  return events.map((event) => {
    if (isStored.has(keyOf(event))) return "stored";
    const fingerprint = fingerprints.get(keyOf(event));
    // Swept between the two statements: nobody can say any more, so the sender asks again.
    if (fingerprint === undefined) throw databaseUnavailable();
    return fingerprint === event.fingerprint ? "duplicate" : "conflict";
  });
}
