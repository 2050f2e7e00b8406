/** Times an experiment's results with 100,000 and with 10 million interactions, generated in SQL and counted once. */
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import type pg from "pg";
import { type Filled, filledDatabase, fillWorkspace, idOf, stepsOf } from "./fill";
import { type BenchRow, median, milliseconds, perSecond, quantile, type Table } from "./table";

/** The last two show the cost of segments in the rollup. */
const cases = [
  { size: 100_000, segments: 0 },
  { size: 10_000_000, segments: 0 },
  { size: 1_000_000, segments: 0 },
  { size: 1_000_000, segments: 2 },
] as const;
const perUser = 10;
const runs = 40;
const goalMs = 200;
/** The disk space of ten million interactions with indexes and WAL. */
const neededBytes = 25e9;

const seed = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";
const variants = [
  { key: "control", version: 1, weight: 0.5 },
  { key: "candidate", version: 2, weight: 0.5 },
];
const plan = {
  kind: "ab",
  variants,
  trafficShare: 1,
  primaryMetric: "completion",
  alpha: 0.05,
  power: 0.8,
  minimumEffect: 0.02,
  baseline: 0.7,
  exclusiveGroup: null,
  bandit: null,
  guardrails: [{ metric: "latency_p95", margin: 0.1 }],
};

type UserOfExperiment = Filled & { experimentId: string };

/** Creates a workspace with one experiment that started two weeks ago, and users exposed over these days. */
async function fill(client: pg.Client, interactions: number, segments: number): Promise<UserOfExperiment> {
  const { workspaceId, userId } = await fillWorkspace(client, {
    name: `bench-${interactions}-${segments}`,
    environments: ["production"],
    prompts: ["a"],
  });
  const of = (table: "environments" | "prompts") =>
    idOf(client, `select id from ${table} where workspace_id = $1`, [workspaceId]);
  const [environmentId, promptId] = [await of("environments"), await of("prompts")];
  const experimentId = await idOf(
    client,
    `insert into experiments (id, workspace_id, prompt_id, environment_id, name, kind, status, plan, phase,
       required_per_variant, started_at, created_by_kind, created_by_name)
     values (gen_random_uuid(), $1, $2, $3, 'Bench', 'ab', 'running', $4, 1, 500, now() - interval '14 days', 'system', 'bench')
     returning id`,
    [workspaceId, promptId, environmentId, JSON.stringify(plan)],
  );
  await client.query(
    `with phase as (
       insert into experiment_phases (workspace_id, experiment_id, number, seed, plan, plan_hash, started_by, started_at)
       values ($1, $2, 1, $3, $4, 'bench', 'bench', now() - interval '14 days'))
     insert into experiment_weights (workspace_id, experiment_id, phase, batch, weights, at)
     values ($1, $2, 1, 1, '{"control":0.5,"candidate":0.5}', now() - interval '14 days')`,
    [workspaceId, experimentId, seed, JSON.stringify(plan)],
  );
  await client.query(
    `insert into segments (workspace_id, attribute, position, created_by_name)
     select $1, 'segment' || s, s, 'bench' from generate_series(1, $2::int) s`,
    [workspaceId, segments],
  );
  const users = interactions / perUser;
  const usersAtOnce = 2_000;
  for (const { from, to } of stepsOf(users, 50 * usersAtOnce)) {
    await client.query(
      `insert into experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at)
       select $1, $2, 1, 'u_' || u, case when u % 2 = 0 then 'control' else 'candidate' end, 0.5, 1,
         now() - interval '13 days' * (1 - u::float8 / $5)
       from generate_series($3::int, $4::int - 1) u`,
      [workspaceId, experimentId, from, to, users],
    );
    await client.query(
      `with batches as (
         insert into event_batches (workspace_id, events, from_at, to_at)
         select $1, $6::int * $7::int, now() - interval '14 days', now() from generate_series($4::int, $5::int - 1, $6::int)
         returning id),
       numbered as (select id, row_number() over (order by id) - 1 as place from batches)
       insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, completed, has_content,
         latency_ms, cost_usd, id, interaction_id, user_id, attributes)
       select now() - interval '13 days' * (1 - u::float8 / $8) + n * interval '1 minute', b.id, $1, $2, $3, 1 + u % 2,
         random() < 0.7, false, 300 + 900 * random(), 0.0004, 'e' || u || '.' || n, 'i' || u || '.' || n, 'u_' || u,
         (select jsonb_object_agg('segment' || s, 'v' || u % 8) from generate_series(1, $9::int) s)
       from generate_series($4::int, $5::int - 1) u cross join generate_series(1, $7::int) n
       join numbered b on b.place = (u - $4::int) / $6::int`,
      [workspaceId, promptId, environmentId, from, to, usersAtOnce, perUser, users, segments],
    );
  }
  return { workspaceId, userId, experimentId };
}

export async function results(): Promise<Table> {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < neededBytes) throw new Error(`There is no room in ${tmpdir()} for ten million interactions.`);
  const client = await filledDatabase();
  const { closeDatabase } = await import("@/lib/core/db");
  const { rollUp } = await import("@/lib/experiments/rollup/commands/roll-up");
  const { getExperimentResults } = await import("@/lib/experiments/results/queries");
  const rows: BenchRow[] = [];
  for (const { size, segments } of cases) {
    const users = `${size.toLocaleString("en")} interactions of ${(size / perUser).toLocaleString("en")} users`;
    const name = segments > 0 ? `${users} in ${segments} segments` : users;
    console.log(`  writing ${name}`);
    const { workspaceId, userId, experimentId } = await fill(client, size, segments);
    const began = performance.now();
    await rollUp({ budgetMs: 3_600_000 });
    const counted = (performance.now() - began) / 1_000;
    const actor = { kind: "user" as const, workspaceId, userId, name: "Bench", role: "owner" as const };
    const read = () => getExperimentResults(actor, experimentId);
    const found = await read();
    const total = found.variants.reduce((sum, each) => sum + each.interactions, 0);
    if (total !== size) throw new Error(`${total} of ${size} interactions were counted.`);
    const times: number[] = [];
    for (let count = 0; count < runs; count++) {
      const start = performance.now();
      await read();
      times.push(performance.now() - start);
    }
    const p95 = quantile(times, 0.95);
    rows.push({
      what: `results of ${name}`,
      result: `p50 ${milliseconds(median(times))}, p95 ${milliseconds(p95)}`,
      goal: `≤ ${goalMs} ms`,
      isMet: p95 <= goalMs,
    });
    rows.push({ what: "  counted once by the rollup", result: `${perSecond(size / counted)} interactions` });
  }
  await client.end();
  await closeDatabase();
  return { title: "An experiment's results, read as the page reads them", rows };
}
