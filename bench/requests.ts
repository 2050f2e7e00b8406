/**
 * The list of requests with each filter, and usage, among millions of interactions and among few: as the pages read them,
 * in turn.
 */
import type pg from "pg";
import { keptNames } from "@/lib/requests/usage-views";
import { type Filled, filledDatabase, fillWorkspace, stepsOf } from "./fill";
import { type Owner, timeInTurn } from "./in-turn";
import { listQuestions, requestPrompts } from "./list-questions";
import { perSecond, type Table } from "./table";

const most = Number(process.env.BENCH_INTERACTIONS ?? 3_000_000);
const few = 20_000;
const atOnce = 250_000;
const usageGoalMs = 500;
const days = 60;

/** A workspace with 20 prompts in two environments. One answer in a hundred has feedback, a score, or an error. */
async function fill(client: pg.Client, name: string, size: number): Promise<Filled> {
  const filled = await fillWorkspace(client, {
    name,
    ...requestPrompts,
  });
  const { workspaceId } = filled;
  await client.query(
    `select create_event_partitions(m::date) from generate_series(date_trunc('month', now() - make_interval(days => $1)), now(), '1 month') m`,
    [days],
  );
  // The newest first: `n` grows towards the past, as time does in steps.
  for (const { from, to } of stepsOf(size, atOnce)) {
    const values = [workspaceId, from, to, size, days];
    await client.query(
      `with p as materialized (select id, row_number() over (order by name) - 1 as place from prompts where workspace_id = $1),
        e as materialized (select id, position from environments where workspace_id = $1)
       insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, completed, has_content,
         latency_ms, cost_usd, input_tokens, output_tokens, id, interaction_id, user_id, session_id, trace_id, model, error,
         refused, attributes)
       select now() - make_interval(days => $5::int) * (n::float8 / $4::int), 1, $1, p.id, e.id, 1 + n % 2, random() < 0.7,
         n % 5 = 0, 300 + 900 * random(), 0.0004 * random(), 412, 96, 'e' || n, 'i' || n, 'u_' || (n::bigint * 7919 % 100000),
         's_' || n / 5, 't_' || n, case when n % 3 = 0 then 'gpt-4.1-mini' else 'gpt-4.1' end,
         case when n % 100 = 7 then 'rate limited' end, n % 100 = 9,
         jsonb_build_object('language', (array['de', 'en', 'fr'])[1 + n % 3], 'tenant', 't' || n % 20000)
       from generate_series($2::int, $3::int - 1) n
       join p on p.place = n % 20 join e on e.position = case when n % 10 = 0 then 2 else 1 end`,
      values,
    );
    await client.query(
      `insert into interaction_contents (at, workspace_id, id, input, output)
       select at, workspace_id, id, json_build_object('question', 'Where is order ' || id || '? ' || repeat('please ', 12)),
         to_json('It left at noon. ' || repeat('thank you ', 15))
       from interactions where workspace_id = $1 and has_content and at <= now() - make_interval(days => $5::int) * ($2::float8 / $4::int)
         and at > now() - make_interval(days => $5::int) * ($3::float8 / $4::int)`,
      values,
    );
    await client.query(
      `insert into feedback (at, batch_id, workspace_id, thumbs_up, id, interaction_id)
       select now() - make_interval(days => $5::int) * (n::float8 / $4::int), 1, $1, n % 200 = 0, 'f' || n, 'i' || n
       from generate_series($2::int, $3::int - 1, 100) n`,
      values,
    );
  }
  await client.query(
    `insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, at, value, passed)
     select workspace_id, prompt_id, environment_id, interaction_id, 'scorer:tone', '', version, at, random(), true
     from interactions where workspace_id = $1 and refused`,
    [workspaceId],
  );
  await client.query(
    `insert into usage_hours select workspace_id, prompt_id, environment_id, date_trunc('hour', at, 'UTC'), version, model,
       '00000000-0000-0000-0000-000000000000', count(*), count(*), sum(cost_usd), sum(input_tokens), sum(output_tokens), 0, 0, 0,
       0, 0, 0, 0 from interactions where workspace_id = $1 group by 1, 2, 3, 4, 5, 6`,
    [workspaceId],
  );
  await fillPeople(client, workspaceId, size);
  return filled;
}

/** As many users and sessions of each hour and day as are kept at most, once there are so many: as with any number of answers. */
async function fillPeople(client: pg.Client, workspaceId: string, size: number): Promise<void> {
  const names = Math.min(keptNames, Math.ceil(size / days / 24));
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
    `insert into usage_people_hours (workspace_id, hour, interactions)
     select workspace_id, hour, sum(interactions) from usage_hours where workspace_id = $1 group by 1, 2`,
    [workspaceId],
  );
}

export async function requests(): Promise<Table> {
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const { getUsage } = await import("@/lib/requests/queries/usage");
  const { usageDimensions } = await import("@/lib/requests/usage");
  const fillOne = async (name: string, size: number): Promise<Owner> => {
    const began = performance.now();
    const filled = await fill(client, name, size);
    const rate = perSecond((size * 1_000) / (performance.now() - began));
    console.log(`  wrote ${size.toLocaleString("en")} interactions at ${rate}`);
    return { kind: "user", name: "Bench", role: "owner", ...filled };
  };
  const owners = { few: await fillOne("few", few), most: await fillOne("most", most) };
  await client.query("vacuum analyze");
  const span = { from: new Date(Date.now() - 30 * 86_400_000).toISOString(), to: new Date().toISOString() };
  const year = { ...span, from: new Date(Date.now() - 400 * 86_400_000).toISOString() };
  const usage = (what: string, times: typeof span, by: (typeof usageDimensions)[number]) => ({
    what,
    goalMs: usageGoalMs,
    read: async (actor: Owner) => {
      await getUsage(actor, { ...times, by });
      return "";
    },
  });
  const rows = await timeInTurn({ client, ...owners }, [
    ...(await listQuestions()),
    ...usageDimensions.map((by) => usage(`usage of 30 days by ${by}`, span, by)),
    usage("usage of 400 days by user", year, "user"),
  ]);
  await client.end();
  await closeDatabase();
  return {
    title: `Requests and usage among ${most.toLocaleString("en")} interactions of ${days} days in PostgreSQL, against ${few.toLocaleString("en")} in turn`,
    rows,
  };
}
