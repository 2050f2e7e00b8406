/** Times the list of requests by each filter, as the page reads it: millions of interactions in PostgreSQL, and few. */
import type pg from "pg";
import { type Filled, filledDatabase, fillWorkspace, stepsOf } from "./fill";
import { type Owner, timeInTurn } from "./in-turn";
import { listQuestions, requestPrompts } from "./list-questions";
import { perSecond, type Table } from "./table";

const most = Number(process.env.BENCH_INTERACTIONS ?? 3_000_000);
const few = 20_000;
const atOnce = 250_000;
const days = 60;

/** Creates a workspace with 20 prompts in two environments. One answer in 100 has feedback, a score or an error. */
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
  // Newest first: `n` increases towards the past.
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
  return filled;
}

export async function requests(): Promise<Table> {
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const fillOne = async (name: string, size: number): Promise<Owner> => {
    const began = performance.now();
    const filled = await fill(client, name, size);
    const rate = perSecond((size * 1_000) / (performance.now() - began));
    console.log(`  wrote ${size.toLocaleString("en")} interactions at ${rate}`);
    return { kind: "user", name: "Bench", role: "owner", ...filled };
  };
  const owners = { few: await fillOne("few", few), most: await fillOne("most", most) };
  await client.query("vacuum analyze");
  const rows = await timeInTurn({ client, ...owners }, await listQuestions());
  await client.end();
  await closeDatabase();
  return {
    title: `Requests among ${most.toLocaleString("en")} interactions of ${days} days in PostgreSQL, against ${few.toLocaleString("en")} in turn`,
    rows,
  };
}
