/** Times usage by each dimension, as the page reads it: sums of 100 million interactions, and of a million. */

import type pg from "pg";
import { dayMs } from "@/lib/core/milliseconds";
import { usualStep } from "@/lib/requests/usage-steps";
import { keptNames } from "@/lib/requests/usage-views";
import { filledDatabase, fillWorkspace } from "./fill";
import { type Owner, timeInTurn } from "./in-turn";
import { requestPrompts } from "./list-questions";
import type { Table } from "./table";

const sizes = { few: 1_000_000, most: 100_000_000 };
const days = 400;
const goalMs = 500;

/**
 * Creates the sums of this many interactions over 400 days. 20 prompts in two environments, each with two versions at a
 * time and new ones every three weeks, are called by three keys with two models. Rare combinations have no sum in most
 * hours.
 */
async function fill(client: pg.Client, name: keyof typeof sizes): Promise<Owner> {
  const filled = await fillWorkspace(client, { name, ...requestPrompts });
  const { workspaceId } = filled;
  const hourly = sizes[name] / days / 24;
  const { rowCount } = await client.query(
    `insert into usage_hours
     select $1, prompt_id, environment_id, hour, version, model, key_id, n, n, n * 0.0002, n * 412, n * 96, 0, 0, 0,
       n * 7 / 10, n / 100, 0, 0
     from (
       select p.id as prompt_id, e.id as environment_id, hour, model, format('00000000-0000-0000-0000-%s', k)::uuid as key_id,
         1 + extract(day from hour - now() + make_interval(days => $2))::int / 21 + v as version,
         greatest(1, round(mean))::bigint as n, mean, random() as chance
       from prompts p
       join (select *, $3::float8 * case when position = 2 then 0.1 else 0.9 end / 240 as mean from environments) e
         on e.workspace_id = p.workspace_id
       cross join generate_series(date_trunc('hour', now(), 'UTC') - make_interval(days => $2), now(), '1 hour') hour
       cross join generate_series(0, 1) v
       cross join unnest('{gpt-4.1,gpt-4.1-mini}'::text[]) model
       cross join generate_series(100000000001, 100000000003) k
       where p.workspace_id = $1) s
     where chance < mean`,
    [workspaceId, days, hourly],
  );
  await client.query(
    `insert into usage_times
     select workspace_id, prompt_id, environment_id, (day at time zone 'UTC')::date, version, b, max(interactions) / 40 + 1
     from usage_days cross join generate_series(60, 99) b where workspace_id = $1 group by 1, 2, 3, 4, 5, 6 order by 4`,
    [workspaceId],
  );
  await fillPeople(client, workspaceId, hourly);
  await fillUsers(client, workspaceId);
  console.log(
    `  ${sizes[name].toLocaleString("en")} interactions have left ${rowCount?.toLocaleString("en")} sums of hours`,
  );
  return { kind: "user", name: "Bench", role: "owner", ...filled };
}

/** Creates the maximum number of users and sessions stored per hour and day. More answers do not add any. */
async function fillPeople(client: pg.Client, workspaceId: string, hourly: number): Promise<void> {
  const names = Math.min(keptNames, Math.ceil(hourly));
  await client.query(
    `insert into usage_people (workspace_id, environment_id, at, hours, is_session, name, cut_usd, interactions, cost_usd,
       priced_usd, input_tokens, output_tokens, cached_tokens, completed, failed)
     select $1, e.id, t.at, t.hours, b.is_session, case when n > 0 then 'u_' || n * 7919 % 100000 + extract(hour from t.at) end,
       case when n > 0 then 0 else 0.0001 end, 10, 0.01 * random(), 0, 412, 96, 0, 7, 0
     from environments e
     cross join (
       select generate_series(date_trunc('day', now(), 'UTC') - interval '400 days', now(), '1 day') as at, 24 as hours
       union all select generate_series(date_trunc('day', now(), 'UTC') - interval '32 days', now(), '1 hour'), 1) t
     cross join (values (false), (true)) b (is_session)
     cross join generate_series(0, $2::int) n where e.workspace_id = $1`,
    [workspaceId, names],
  );
  await client.query(
    `insert into usage_people_hours (workspace_id, hour, interactions, users_of)
     select workspace_id, hour, sum(interactions), sum(interactions) from usage_hours where workspace_id = $1 group by 1, 2`,
    [workspaceId],
  );
}

/**
 * Creates a sketch for each sum, as if a prompt had 2,000 users in a time. Some random sketches are used again and
 * again.
 */
async function fillUsers(client: pg.Client, workspaceId: string): Promise<void> {
  await client.query(
    `create temporary table random_bits as select n, (
       select string_agg(case when random() < 1 - exp(-2000.0 / 512 / power(2, j)) then '1' else '0' end, '')
       from generate_series(1, 24) j, generate_series(1, 512) where n is not null)::bit varying as bits
     from generate_series(0, 63) n`,
  );
  const units = { hour: "hour >= now() - interval '32 days'", day: "true", month: "true" };
  for (const [unit, kept] of Object.entries(units))
    await client.query(
      `insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
       select $1, '${unit}', g.at, g.environment_id, g.dimension, g.prompt_id, g.version, g.model, g.key_id, b.bits
       from (
         select ${unit} as at, environment_id, prompt_id, version, model, key_id, (random() * 63)::int as n,
           case when grouping(version) = 0 then 'version' when grouping(prompt_id) = 0 then 'prompt'
             when grouping(model) = 0 then 'model' when grouping(key_id) = 0 then 'key' else 'environment' end as dimension
         from usage_${unit}s where workspace_id = $1 and ${kept}
         group by ${unit}, environment_id, grouping sets ((), (prompt_id), (prompt_id, version), (model), (key_id))) g
       join random_bits b using (n) order by g.at`,
      [workspaceId],
    );
  // As many weeks as every seventh day.
  await client.query(
    `insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
     select workspace_id, 'week', at, environment_id, dimension, prompt_id, version, model, key_id, bits from usage_users
     where workspace_id = $1 and unit = 'day' and at = date_trunc('week', at, 'UTC')`,
    [workspaceId],
  );
  await client.query("drop table random_bits");
}

export async function usage(): Promise<Table> {
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const { getUsage } = await import("@/lib/requests/queries/usage");
  const { usageDimensions } = await import("@/lib/requests/usage");
  const owners = { few: await fill(client, "few"), most: await fill(client, "most") };
  await client.query("vacuum analyze");
  const to = new Date().toISOString();
  const from = (back: number) => new Date(Date.now() - back * dayMs).toISOString();
  const questions = [30, 400].flatMap((back) =>
    usageDimensions.map((by) => ({
      what: `usage of ${back} days by ${by}`,
      goalMs,
      read: async (actor: Owner) => {
        const { groups } = await getUsage(actor, { from: from(back), to, by, step: usualStep(back) });
        return `; ${groups.length} groups`;
      },
    })),
  );
  const rows = await timeInTurn({ client, ...owners }, questions);
  await client.end();
  await closeDatabase();
  return {
    title: `Usage with the sums of ${sizes.most.toLocaleString("en")} interactions in ${days} days, against those of ${sizes.few.toLocaleString("en")} in turn`,
    rows,
  };
}
