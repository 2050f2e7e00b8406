import type { Transaction } from "@/lib/core/db";
import { usageBucketSql } from "../usage-buckets";
import type { Batches } from "./take-batches";

/** The number of hashes of user ids stored per day. Up to this number of people, the count is exact. */
export const keptHashes = 1_024;

/** The key of answers without one. */
export const noKeyId = "00000000-0000-0000-0000-000000000000";
const sums = [
  "interactions",
  "costed",
  "cost_usd",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "uncosted_input_tokens",
  "uncosted_output_tokens",
  "completed",
  "failed",
  "refused",
  "violations",
];

// An interaction may be reported twice: when it is answered and when it is complete. One indexed search per interaction
// finds reports that an earlier round counted. `usesOf` removes repeats within this round. Only the lower bound on the
// time can use the index. With an upper bound on `i.at`, PostgreSQL searches a partition without statistics by time.
const daysBetweenReports = 7;
const interactionKey = (row: string) => `md5(${row}.interaction_id)::uuid`;
const wasCounted = (rows: string, isNow: string) => `(select 1 from interactions i
  where i.workspace_id = ${rows}.workspace_id and i.interaction_id = ${rows}.interaction_id and ${isNow}
    and i.at >= ${rows}.at - make_interval(days => ${daysBetweenReports}) and i.at - ${rows}.at <= make_interval(days => ${daysBetweenReports})
    and not exists (select from event_batches b where b.id = i.batch_id)
    and not exists (select from set_aside_batches a where a.queue = 'uses' and a.id = i.batch_id)
  limit 1) is not null`;
const wasCountedDirectly = `exists (select from direct_uses u where u.workspace_id = t.workspace_id and u.key = ${interactionKey("t")})`;

/** Selects one row per use: the first report of each interaction among the rows. */
const usesOf = (
  rows: string,
  own = "",
) => `select distinct on (workspace_id, interaction_id collate "C") at, workspace_id, interaction_id,${own}
    prompt_id, environment_id, version, completed, refused, violation, error is not null as failed, latency_ms, cost_usd,
    coalesce(input_tokens, 0) as input, coalesce(output_tokens, 0) as output, coalesce(cached_tokens, 0) as cached,
    coalesce(model, '') as model, coalesce(key_id, '${noKeyId}') as key_id
  from ${rows} order by workspace_id, interaction_id collate "C", batch_id, at`;

const storedRows = "interactions where batch_id = any($1::bigint[]) and at between $2 and $3";
const storedUses = `t as materialized (
    select t.* from (${usesOf(storedRows)}) t
    where not ${wasCounted("t", "i.batch_id <> all($1::bigint[])")} and not ${wasCountedDirectly})`;

// Reads answers that are stored only in ClickHouse from the log, which holds them until they are forwarded.
const logged = `l as materialized (
    select b.workspace_id, b.id as batch_id, b.key_id, r.* from direct_batches b cross join lateral json_to_recordset(b.answers::json) as r (
      key uuid, at timestamptz, prompt_id uuid, environment_id uuid, version int, completed boolean, refused boolean,
      violation boolean, latency_ms float8, cost_usd float8, input_tokens int, output_tokens int, cached_tokens int,
      interaction_id text, user_id text, model text, error text)
    where b.id = any($1::bigint[]))`;
// The stored rows of this round are already counted. Answers that are not a first report are noted in the log as
// repeats, for the sums per user.
const loggedUses = `${logged},
  u as materialized (select u.* from (${usesOf("l", " batch_id, key,")}) u where not ${wasCounted("u", "true")}),
  first as (
    insert into direct_uses (workspace_id, key, batch_id)
    select workspace_id, ${interactionKey("u")}, batch_id from u order by 1, 2
    on conflict do nothing returning workspace_id, key),
  t as materialized (
    select u.* from u join first f on f.workspace_id = u.workspace_id and f.key = ${interactionKey("u")}),
  repeats as (
    update direct_batches b set repeats = r.keys from (
      select l.batch_id, array_agg(l.key) as keys from l
      where not exists (select from t where t.batch_id = l.batch_id and t.key = l.key) group by 1) r
    where b.id = r.batch_id)`;

// Checks that the prompt and the environment still exist: one lookup by key per sum.
const isKnown = `(select p.workspace_id from prompts p where p.id = g.prompt_id) = g.workspace_id
    and (select e.workspace_id from environments e where e.id = g.environment_id) = g.workspace_id`;

// Reads the new uses once, in one statement, and adds them to the sums per hour, the uses per day and the times per
// day.
const addUses = (uses: string) => `with ${uses},
  hours as materialized (
    select g.* from (
      select workspace_id, prompt_id, environment_id, date_trunc('hour', at, 'UTC') as hour, version, model, key_id,
        count(*) as interactions, count(cost_usd) as costed, coalesce(sum(cost_usd), 0) as cost_usd,
        sum(input) as input_tokens, sum(output) as output_tokens, sum(cached) as cached_tokens,
        coalesce(sum(input) filter (where cost_usd is null), 0) as uncosted_input_tokens,
        coalesce(sum(output) filter (where cost_usd is null), 0) as uncosted_output_tokens,
        count(*) filter (where completed) as completed, count(*) filter (where failed) as failed,
        count(*) filter (where refused) as refused, count(*) filter (where violation) as violations
      from t group by 1, 2, 3, 4, 5, 6, 7) g
    where ${isKnown}),
  uses as (
    insert into prompt_uses (workspace_id, prompt_id, environment_id, day, version, interactions)
    select workspace_id, prompt_id, environment_id, (hour at time zone 'UTC')::date, version, sum(interactions)::bigint
    from hours group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (prompt_id, environment_id, day, version)
      do update set interactions = prompt_uses.interactions + excluded.interactions),
  times as (
    insert into usage_times (workspace_id, prompt_id, environment_id, day, version, bucket, interactions)
    select g.* from (
      select workspace_id, prompt_id, environment_id, (at at time zone 'UTC')::date, version, ${usageBucketSql("latency_ms")},
        count(*)
      from t where latency_ms is not null group by 1, 2, 3, 4, 5, 6 order by 1, 4, 2, 3, 5, 6) g
    where ${isKnown}
    on conflict (workspace_id, day, prompt_id, environment_id, version, bucket)
      do update set interactions = usage_times.interactions + excluded.interactions)
  insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, ${sums.join(", ")})
  select workspace_id, prompt_id, environment_id, hour, version, model, key_id, ${sums.join(", ")}
  from hours order by 1, 4, 2, 3, 5, 6, 7
  on conflict (workspace_id, hour, prompt_id, environment_id, version, model, key_id) do update set
    ${sums.map((column) => `${column} = usage_hours.${column} + excluded.${column}`).join(", ")}`;

// The smallest hashes of a union are among the smallest hashes of its parts. A day without new people is not updated.
const addPeople = (rows: string) => `insert into prompt_people (workspace_id, prompt_id, environment_id, day, hashes)
  select n.workspace_id, n.prompt_id, n.environment_id, n.day, (array_agg(n.hash order by n.hash))[1:${keptHashes}]
  from (
    select distinct workspace_id, prompt_id, environment_id, (at at time zone 'UTC')::date as day,
      hashtextextended(user_id, 0) as hash
    from (select * from ${rows}) r where user_id is not null) n
  join prompts p on p.id = n.prompt_id and p.workspace_id = n.workspace_id
  join environments e on e.id = n.environment_id and e.workspace_id = n.workspace_id
  group by 1, 2, 3, 4 order by 2, 3, 4
  on conflict (prompt_id, environment_id, day) do update set hashes =
    (select (array_agg(distinct h))[1:${keptHashes}] from unnest(prompt_people.hashes || excluded.hashes) h)
  where exists (
    select h from unnest(excluded.hashes) h
    where cardinality(prompt_people.hashes) < ${keptHashes} or h < prompt_people.hashes[${keptHashes}]
    except select unnest(prompt_people.hashes))`;

const texts = [addUses(storedUses), addPeople(storedRows)];
const loggedTexts = [addUses(loggedUses), `with ${logged} ${addPeople("l")}`];

/** Adds new interactions to the uses and people of their days, and to the sums of their hours. */
export async function countUses(tx: Transaction, { ids, from, to }: Batches): Promise<void> {
  for (const text of texts) await tx.$executeRawUnsafe(text, ids, from, to);
  const [log] = await tx.$queryRawUnsafe<[{ isThere: boolean }]>(
    `select exists (select from direct_batches where id = any($1::bigint[])) as "isThere"`,
    ids,
  );
  if (!log.isThere) return;
  // The planner has no statistics for the JSON in the log. A nested loop would compare two lists of thousands of rows.
  await tx.$executeRaw`set local enable_nestloop = off`;
  for (const text of loggedTexts) await tx.$executeRawUnsafe(text, ids);
  await tx.$executeRaw`set local enable_nestloop = on`;
}
