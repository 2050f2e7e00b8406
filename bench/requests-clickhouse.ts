/** Times the list of requests by each filter, as the page reads it: millions of interactions in ClickHouse, and few. */
import type pg from "pg";
import type { ClickHouse } from "@/lib/core/clickhouse";
import { filledDatabase, fillWorkspace, stepsOf } from "./fill";
import { type Owner, timeInTurn } from "./in-turn";
import { listQuestions, requestPrompts } from "./list-questions";
import { clickHouseEngine } from "./stage";
import { perSecond, type Table } from "./table";

const most = Number(process.env.BENCH_INTERACTIONS ?? 10_000_000);
const few = 20_000;
const atOnce = 500_000;
const days = 60;

/** The interactions of `bench/requests.ts`, in the columns of ClickHouse. One in five has texts. */
async function fill(client: pg.Client, store: ClickHouse, name: string, size: number): Promise<Owner> {
  const filled = await fillWorkspace(client, { name, ...requestPrompts });
  const { workspaceId } = filled;
  const idsOf = async (table: string, order: string): Promise<string[]> =>
    (await client.query(`select id from ${table} where workspace_id = $1 order by ${order}`, [workspaceId])).rows.map(
      ({ id }) => id,
    );
  const [promptIds, environmentIds] = [await idsOf("prompts", "name"), await idsOf("environments", "position")];
  const began = performance.now();
  // Newest first: `n` increases towards the past.
  for (const { from, to } of stepsOf(size, atOnce))
    await store.run(
      `insert into interactions (workspace_id, at, id, revision, prompt_id, environment_id, version, interaction_id,
         user_id, session_id, trace_id, model, attributes, attribute_texts, latency_ms, cost_usd, input_tokens,
         output_tokens, completed, refused, has_content, thumbs_up, expires_at, contents_expire_at, scores, error, input, output)
       select {workspaceId:UUID}, now64(3) - toIntervalMillisecond(toInt64({days:UInt32} * 86400000. * n / {size:UInt32})),
         'e' || toString(n), 1, {promptIds:Array(UUID)}[1 + n % 20], {environmentIds:Array(UUID)}[if(n % 10 = 0, 2, 1)], 1 + n % 2,
         'i' || toString(n), 'u_' || toString(n * 7919 % 100000), 's_' || toString(intDiv(n, 5)), 't_' || toString(n),
         if(n % 3 = 0, 'gpt-4.1-mini', 'gpt-4.1'),
         '{"language":"' || ['de', 'en', 'fr'][1 + n % 3] || '","tenant":"t' || toString(n % 20000) || '"}',
         map('language', ['de', 'en', 'fr'][1 + n % 3], 'tenant', 't' || toString(n % 20000)),
         300 + 900 * randCanonical(1), 0.0004 * randCanonical(2), 412, 96, randCanonical(3) < 0.7, n % 100 = 9, n % 5 = 0,
         if(n % 100 = 0, n % 200 = 0, null), now() + interval 90 day, now() + interval 90 day,
         if(n % 100 = 9, [tuple('scorer:tone', randCanonical(4), true)], []), if(n % 100 = 7, 'rate limited', ''),
         if(n % 5 = 0, '{"question":"Where is order e' || toString(n) || '? ' || repeat('please ', 12) || '"}', ''),
         if(n % 5 = 0, '"It left at noon. ' || repeat('thank you ', 15) || '"', '')
       from (select number as n from numbers({from:UInt64}, {count:UInt64}))`,
      { workspaceId, days, size, promptIds, environmentIds, from, count: to - from },
    );
  console.log(
    `  wrote ${size.toLocaleString("en")} interactions at ${perSecond((size * 1_000) / (performance.now() - began))}`,
  );
  return { kind: "user", name: "Bench", role: "owner", ...filled };
}

export async function requestsInClickHouse(): Promise<Table> {
  const engine = await clickHouseEngine();
  process.env.CLICKHOUSE_URL = engine.url;
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const { openClickHouse } = await import("@/lib/core/clickhouse");
  const { forwardEvents } = await import("@/lib/telemetry/store/commands/forward-events");
  await forwardEvents(Date.now() + 60_000); // creates the tables, and records that everything in PostgreSQL is copied
  const store = openClickHouse(engine.url, null);
  const owners = { few: await fill(client, store, "few", few), most: await fill(client, store, "most", most) };
  const rows = await timeInTurn({ client, ...owners, others: [engine.pid] }, await listQuestions());
  const [disk] = await store.rows<{ bytes: string; parts: string }>(
    "select toString(sum(bytes_on_disk)) as bytes, toString(count()) as parts from system.parts where active and table = 'interactions'",
  );
  rows.push({
    what: "on disk",
    result: `${Math.round(Number(disk?.bytes) / (most + few))} bytes an interaction, ${disk?.parts} parts`,
  });
  await client.end();
  await closeDatabase();
  return {
    title: `Requests among ${most.toLocaleString("en")} interactions of ${days} days in ClickHouse, against ${few.toLocaleString("en")} in turn`,
    rows,
  };
}
