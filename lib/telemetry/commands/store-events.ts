import { databaseUnavailable } from "@/lib/core/database-errors";
import { eventQuery } from "@/lib/core/db";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { singleton } from "@/lib/core/singleton";
import { isAnswer, isFeedback, keyOf, type StorableAnswer, type StorableEvent, toDirectRow, toRow } from "../event-row";
import { type DirectIntake, forgetDirectIntake, watchedText } from "../queries/direct-intake";
import { inSlices } from "../slices";

export type StoreOutcome = "stored" | "duplicate" | "conflict";

// For answers that are stored only in ClickHouse: `$8` and `$9` are their keys and fingerprints, `$10` and `$11` their
// data for the log. Nothing is stored if PostgreSQL now needs single answers of a prompt and environment in `$12` and
// `$13`.
const directRows = `new_direct as (select * from unnest($8::uuid[], $9::uuid[]) as r (key, fingerprint)),
  allowed as (select exists (select from event_forwarding where is_direct) and not exists (
    select from unnest($12::uuid[], $13::uuid[]) as r (prompt_id, environment_id) join (${watchedText}) w
      on w.prompt_id = r.prompt_id and w.environment_id = r.environment_id) as is_allowed),`;
const onlyFresh = (rows: string) => `case when d.count = cardinality($8::uuid[]) then ${rows} else (
    select json_agg(r) from json_array_elements(${rows}::json) r
    join fresh f on f.key = (r ->> 'key')::uuid and not f.is_feedback)::text end`;
const directLog = `,
  d as (
    insert into direct_batches (id, workspace_id, key_id, from_at, bytes, answers, contents)
    select batch.id, $1, $7::uuid, $4, length($10) + coalesce(length($11), 0), ${onlyFresh("$10")}, ${onlyFresh("$11")}
    from batch, (
      select count(*) from fresh f join new_direct n on n.key = f.key and not f.is_feedback) d
    where d.count > 0)`;

// One statement is one transaction: the keys, the events and the rollup's queue entry are stored together or not at
// all. Keys are inserted in a fixed order, so that two batches with the same ids cannot deadlock.
const insert = ({ isDirect }: { isDirect: boolean }) => `with
  new_interactions as (select * from json_to_recordset($2::json) as r (key uuid, fingerprint uuid, at timestamptz,
    prompt_id uuid, environment_id uuid, version int, completed boolean, refused boolean, violation boolean,
    latency_ms float8, ttft_ms float8, cost_usd float8, input_tokens int, output_tokens int, cached_tokens int,
    reason smallint, kind smallint, content_mark smallint, id text, interaction_id text, user_id text, model text, session_id text,
    trace_id text, parent_id text, name text, error text, attributes jsonb, input json, output json)),
  new_feedback as (select * from json_to_recordset($3::json) as r (key uuid, fingerprint uuid, at timestamptz,
    environment_ids uuid[], thumbs_up boolean, edited boolean, regenerated boolean, completed boolean, stars smallint,
    id text, interaction_id text, comment text)),
  ${isDirect ? directRows : ""}
  fresh as (
    insert into event_keys (workspace_id, key, is_feedback, fingerprint)
    select $1, key, is_feedback, fingerprint from (
      select key, fingerprint, false as is_feedback from new_interactions
      union all select key, fingerprint, true from new_feedback
      ${isDirect ? "union all select key, fingerprint, false from new_direct" : ""}) k
    ${isDirect ? "where (select is_allowed from allowed)" : ""}
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
    from new_feedback n join fresh on fresh.key = n.key and fresh.is_feedback, batch)${isDirect ? directLog : ""}
  select ${isDirect ? "(select is_allowed from allowed)" : "true"} as "isAllowed",
    case when count(*) < $6 then coalesce(array_agg(is_feedback || ' ' || key), '{}') end as fresh from fresh`;
const insertHere = insert({ isDirect: false });
const insertDirect = insert({ isDirect: true });

const known = `select k.is_feedback || ' ' || k.key as key, k.fingerprint
  from unnest($2::uuid[], $3::boolean[]) as r (key, is_feedback)
  join event_keys k on k.workspace_id = $1 and k.key = r.key and k.is_feedback = r.is_feedback`;

const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);
const madeMonths = singleton("event-months", () => new Set<string>());

/** Creates the partitions for these times. Each month is created once per process. */
export async function ensurePartitions(times: readonly number[]): Promise<void> {
  for (const month of new Set(times.map(monthOf))) {
    if (madeMonths.has(month)) continue;
    await eventQuery("event-partitions", "select create_event_partitions($1::date)", [`${month}-01`]);
    madeMonths.add(month);
  }
}

/** The workspace of the events. `keyId` is the API key that sent them, or null without a key. */
export type Sender = { workspaceId: string; keyId: string | null };

const listOf = (rows: readonly string[]) => `[${rows.join(",")}]`;

/** Returns the values `$8` to `$13` for answers that are stored only in ClickHouse. */
async function directValues(events: readonly StorableAnswer[]): Promise<unknown[]> {
  const [answers, contents]: [string[], string[]] = [[], []];
  const places = new Map<string, PromptEnvironment>();
  await inSlices(events, (event) => {
    const { answer, content } = toDirectRow(event);
    answers.push(JSON.stringify(answer));
    if (content) contents.push(JSON.stringify(content));
    if (event.reference) places.set(promptEnvironmentKey(event.reference), event.reference);
  });
  return [
    events.map(({ key }) => key),
    events.map(({ fingerprint }) => fingerprint),
    listOf(answers),
    contents.length > 0 ? listOf(contents) : null,
    [...places.values()].map(({ promptId }) => promptId),
    [...places.values()].map(({ environmentId }) => environmentId),
  ];
}

/** Returns the outcome of each event. `fresh` lists the keys of the new events; null means that all are new. */
async function settle(workspaceId: string, events: readonly StorableEvent[], fresh: string[] | null) {
  if (!fresh) return events.map((): StoreOutcome => "stored");
  const isStored = new Set(fresh);
  const others = events.filter((event) => !isStored.has(keyOf(event)));
  const rows = await eventQuery<{ key: string; fingerprint: string }>("known-events", known, [
    workspaceId,
    others.map(({ key }) => key),
    others.map(isFeedback),
  ]);
  const fingerprints = new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
  return events.map((event): StoreOutcome => {
    if (isStored.has(keyOf(event))) return "stored";
    const fingerprint = fingerprints.get(keyOf(event));
    // The key was swept between the two statements. Its fingerprint is unknown, so the sender must retry.
    if (fingerprint === undefined) throw databaseUnavailable();
    return fingerprint === event.fingerprint ? "duplicate" : "conflict";
  });
}

/**
 * Stores events of one workspace with distinct ids in one transaction, and returns the outcome of each. An event
 * reported as stored is committed. Answers that `direct` accepts are stored only in ClickHouse.
 */
export async function storeEvents(
  { workspaceId, keyId }: Sender,
  events: readonly StorableEvent[],
  direct: DirectIntake | null = null,
): Promise<StoreOutcome[]> {
  const isDirect = (event: StorableEvent): event is StorableAnswer =>
    direct !== null && isAnswer(event) && event.reference !== null && direct.takes(event.reference);
  const there = events.filter(isDirect);
  const here = there.length === 0 ? events : events.filter((event) => !isDirect(event));
  await ensurePartitions(here.map(({ at }) => at));
  const [interactions, feedback]: [string[], string[]] = [[], []];
  await inSlices(here, (event) => {
    (isFeedback(event) ? feedback : interactions).push(JSON.stringify(toRow(event)));
  });
  const times = events.map(({ at }) => at);
  const values = [
    workspaceId,
    listOf(interactions),
    listOf(feedback),
    new Date(Math.min(...times)),
    new Date(Math.max(...times)),
    events.length,
    keyId,
  ];
  type Answer = { isAllowed: boolean; fresh: string[] | null };
  const [result] =
    there.length === 0
      ? await eventQuery<Answer>("store-events", insertHere, values)
      : await eventQuery<Answer>("store-direct", insertDirect, [...values, ...(await directValues(there))]);
  if (result?.isAllowed === false) {
    forgetDirectIntake(workspaceId);
    return storeEvents({ workspaceId, keyId }, events);
  }
  return settle(workspaceId, events, result?.fresh ?? null);
}
