import type { Transaction } from "@/lib/core/db";
import type { Batches } from "./take-batches";

/** How many hashes of user ids are kept of a day: as many people are counted exactly. */
export const keptHashes = 1_024;

// A use is told of once, or twice: when it is answered, and again when it is done. What an earlier round counted is
// found by its own search per interaction, whatever the planner believes; the others of this round are one row of it.
const daysBetweenReports = 7;
const wasCounted = `(select 1 from interactions i
  where i.workspace_id = t.workspace_id and i.interaction_id = t.interaction_id and i.batch_id <> all($1::bigint[])
    and i.at between t.at - make_interval(days => ${daysBetweenReports}) and t.at + make_interval(days => ${daysBetweenReports})
    and not exists (select from event_batches b where b.id = i.batch_id)
  limit 1) is not null`;

const usesText = `insert into prompt_uses (workspace_id, prompt_id, environment_id, day, version, interactions)
  select n.* from (
    select workspace_id, prompt_id, environment_id, (at at time zone 'UTC')::date as day, version, count(*)
    from (
      select distinct on (workspace_id, interaction_id) *
      from interactions where batch_id = any($1::bigint[]) and at between $2 and $3
      order by workspace_id, interaction_id, at) t
    where not ${wasCounted} group by 1, 2, 3, 4, 5) n
  join prompts p on p.id = n.prompt_id and p.workspace_id = n.workspace_id
  join environments e on e.id = n.environment_id and e.workspace_id = n.workspace_id
  order by 2, 3, 4, 5
  on conflict (prompt_id, environment_id, day, version)
    do update set interactions = prompt_uses.interactions + excluded.interactions`;

// The smallest hashes of a union are among the smallest of its parts. A day nobody new was seen on is left as it is.
const peopleText = `insert into prompt_people (workspace_id, prompt_id, environment_id, day, hashes)
  select n.workspace_id, n.prompt_id, n.environment_id, n.day, (array_agg(n.hash order by n.hash))[1:${keptHashes}]
  from (
    select distinct workspace_id, prompt_id, environment_id, (at at time zone 'UTC')::date as day,
      hashtextextended(user_id, 0) as hash
    from interactions where batch_id = any($1::bigint[]) and at between $2 and $3 and user_id is not null) n
  join prompts p on p.id = n.prompt_id and p.workspace_id = n.workspace_id
  join environments e on e.id = n.environment_id and e.workspace_id = n.workspace_id
  group by 1, 2, 3, 4 order by 2, 3, 4
  on conflict (prompt_id, environment_id, day) do update set hashes =
    (select (array_agg(distinct h))[1:${keptHashes}] from unnest(prompt_people.hashes || excluded.hashes) h)
  where exists (
    select h from unnest(excluded.hashes) h
    where cardinality(prompt_people.hashes) < ${keptHashes} or h < prompt_people.hashes[${keptHashes}]
    except select unnest(prompt_people.hashes))`;

/** Adds new interactions to the uses and people of their days. */
export async function countUses(tx: Transaction, { ids, from, to }: Batches): Promise<void> {
  await tx.$executeRawUnsafe(usesText, ids, from, to);
  await tx.$executeRawUnsafe(peopleText, ids, from, to);
}
