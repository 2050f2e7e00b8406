/**
 * The list of requests with each filter, and usage, among millions of interactions and among few: as the pages read them,
 * in turn.
 */
import { existsSync, readFileSync } from "node:fs";
import type pg from "pg";
import { keptNames } from "@/lib/requests/usage-views";
import { type Filled, filledDatabase, fillWorkspace, stepsOf } from "./fill";
import { type BenchRow, median, milliseconds, perSecond, quantile, type Table } from "./table";

const most = Number(process.env.BENCH_INTERACTIONS ?? 3_000_000);
const few = 20_000;
const atOnce = 250_000;
const runs = 20;
const goalMs = 300;
const usageGoalMs = 500;
const days = 60;

type Person = Filled & { kind: "user"; name: string; role: "owner" };

/** A workspace with 20 prompts in two environments. One answer in a hundred has feedback, a score, or an error. */
async function fill(client: pg.Client, name: string, size: number): Promise<Filled> {
  const filled = await fillWorkspace(client, {
    name,
    environments: ["production", "staging"],
    prompts: Array.from({ length: 20 }, (_, n) => `bench/p${n}`),
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

const filters: Record<string, (run: number) => Record<string, string>> = {
  "the newest": () => ({}),
  "of a prompt in staging": (run) => ({ prompt: `bench/p${run % 20}`, environment: "staging" }),
  "of a user": (run) => ({ userId: `u_${run * 17}` }),
  "of a session": (run) => ({ sessionId: `s_${run * 1_000}` }),
  "of a trace": (run) => ({ traceId: `t_${run * 10_000}` }),
  "with an attribute of one in 20,000": (run) => ({ attribute: `tenant:t${run * 11}` }),
  "of a model": () => ({ model: "gpt-4.1-mini" }),
  "that failed": () => ({ failed: "true" }),
  "with thumbs down": () => ({ thumbs: "down" }),
  "scored below 0.2": () => ({ scoreBelow: "0.2" }),
  "slower than 1,190 ms": () => ({ minLatencyMs: "1190" }),
  "dearer than any": () => ({ minCostUsd: "1" }),
  "that say a word of one in five": () => ({ search: "order" }),
  "that say what none says": () => ({ search: "never said by anybody" }),
  "of a day a month ago": (run) => {
    const to = Date.now() - (30 + (run % 20)) * 86_400_000;
    return { from: new Date(to - 86_400_000).toISOString(), to: new Date(to).toISOString() };
  },
};

const ticksPerSecond = 100;

/** Processor time (ms) of this process and of PostgreSQL's for it; NaN where the system does not tell. */
async function processorMs(client: pg.Client): Promise<number> {
  const { rows } = await client.query("select pid from pg_stat_activity where datname = current_database()");
  const own = process.cpuUsage();
  let ms = (own.user + own.system) / 1_000;
  for (const { pid } of rows) {
    if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN;
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    ms += ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
  }
  return ms;
}

export async function requests(): Promise<Table> {
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const { listRequests } = await import("@/lib/requests/queries/requests");
  const { getUsage } = await import("@/lib/requests/queries/usage");
  const { usageDimensions } = await import("@/lib/requests/usage");
  const actors: Person[] = [];
  for (const [name, size] of [
    ["few", few],
    ["most", most],
  ] as const) {
    const began = performance.now();
    const filled = await fill(client, name, size);
    const rate = perSecond((size * 1_000) / (performance.now() - began));
    console.log(`  wrote ${size.toLocaleString("en")} interactions at ${rate}`);
    actors.push({ kind: "user", name: "Bench", role: "owner", ...filled });
  }
  await client.query("vacuum analyze");
  const rows: BenchRow[] = [];
  const time = async (what: string, goal: number, read: (actor: Person, run: number) => Promise<string>) => {
    const taken = actors.map(() => ({ times: [] as number[], processor: 0, said: "" }));
    for (let run = -1; run < runs; run++)
      for (const [place, actor] of actors.entries()) {
        const own = taken[place];
        if (!own) continue;
        const before = await processorMs(client);
        const began = performance.now();
        own.said = await read(actor, Math.max(0, run));
        if (run < 0) continue; // the first warms up
        own.times.push(performance.now() - began);
        own.processor += (await processorMs(client)) - before;
      }
    const [small, large] = taken;
    if (!small || !large) return;
    const p95 = quantile(large.times, 0.95);
    const ratio = median(large.times) / median(small.times);
    const processor = `${(large.processor / runs).toFixed(0)} ms of processor (${(small.processor / runs).toFixed(0)})`;
    rows.push({
      what,
      result: `p50 ${milliseconds(median(large.times))}, p95 ${milliseconds(p95)}, ${ratio.toFixed(2)} ×, ${processor}${large.said}`,
      goal: `≤ ${goal} ms`,
      isMet: p95 <= goal,
    });
    console.log(`  ${what}: ${rows.at(-1)?.result}`);
  };
  for (const [name, filter] of Object.entries(filters))
    await time(`requests ${name}`, goalMs, async (actor, run) => {
      const { items, searchedTo } = await listRequests(actor, { ...filter(run), limit: 50 });
      const back = searchedTo ? Math.round((Date.now() - Date.parse(searchedTo)) / 86_400_000) : null;
      return `; ${items.length} found${back === null ? "" : `, searched back ${back} days`}`;
    });
  const span = { from: new Date(Date.now() - 30 * 86_400_000).toISOString(), to: new Date().toISOString() };
  for (const by of usageDimensions)
    await time(`usage of 30 days by ${by}`, usageGoalMs, async (actor) => {
      await getUsage(actor, { ...span, by });
      return "";
    });
  const year = { ...span, from: new Date(Date.now() - 400 * 86_400_000).toISOString() };
  await time("usage of 400 days by user", usageGoalMs, async (actor) => {
    await getUsage(actor, { ...year, by: "user" });
    return "";
  });
  await client.end();
  await closeDatabase();
  return {
    title: `Requests and usage among ${most.toLocaleString("en")} interactions of ${days} days in PostgreSQL, against ${few.toLocaleString("en")} in turn`,
    rows,
  };
}
