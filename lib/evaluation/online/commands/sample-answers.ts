import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import { narrowed, noteAside } from "@/lib/telemetry/commands/set-aside";
import { kindNumbers } from "@/lib/telemetry/schema";
import { segmentsOf } from "@/lib/telemetry/segments";
import { type PlainMetric, plainSeries } from "../metrics";
import { mostPerHour, sampleHashSql } from "../sampling";
import { scorePlain } from "./score-plain";
import { takeOnlineBatches } from "./take-online-batches";

const mostBatches = 50;
const roundMs = 30_000;
// Halved when a round times out, doubled after each completed round. This adapts the batch count to a slow database.
const pace = singleton("online-pace", () => ({ share: 1 }));

/** A metric that every sample has. Its hourly counts are the number of samples. */
const counted: PlainMetric = "refusal_rate";

// The output of a tool or a retrieval is no answer of a model. It is not scored.
// Chooses the samples of a batch in the order of their hashes: first, all below the sample rate; then, for a version
// below its daily minimum, the next ones. Stops at the hourly maximum. The choice does not depend on the content. New
// answers are found by batch id in a materialized CTE, because the planner has no statistics for such new rows.
const sampleText = `with place as (
    select prompt_id, environment_id, sample_rate, minimum_per_version, scorers <> '[]' as has_scorers
    from online_evaluations where workspace_id = $1::uuid and is_enabled),
  reported as materialized (
    select * from interactions where batch_id = any($2::bigint[]) and at between $3 and $4),
  seen as (
    select distinct on (i.environment_id, i.interaction_id) i.prompt_id, i.environment_id, i.interaction_id, i.id,
      i.version, i.user_id, i.at, i.has_content, i.attributes, ${sampleHashSql("i.interaction_id")} as hash,
      date_trunc('day', i.at, 'UTC') as day, date_trunc('hour', i.at, 'UTC') as hour,
      p.sample_rate, p.minimum_per_version, p.has_scorers
    from reported i join place p using (prompt_id, environment_id)
    where i.workspace_id = $1::uuid and i.at >= $5 and coalesce(i.kind, 0) not in (${kindNumbers.tool}, ${kindNumbers.retrieval})
    order by i.environment_id, i.interaction_id, i.at desc, i.id),
  fresh as (
    select * from seen s where not exists (
      select from online_samples o where o.environment_id = s.environment_id and o.interaction_id = s.interaction_id)),
  hours as (
    select h.prompt_id, h.environment_id, h.version, h.hour, h.scores as n
    from place join online_hours h using (prompt_id, environment_id)
    where h.workspace_id = $1::uuid and h.metric = '${counted}' and h.series = '${plainSeries}'
      and h.hour >= (select min(day) from fresh) and h.hour < (select max(day) from fresh) + interval '1 day'),
  days as (
    select prompt_id, environment_id, version, date_trunc('day', hour, 'UTC') as day, sum(n) as n
    from hours group by 1, 2, 3, 4),
  ranked as (
    select *, row_number() over (partition by prompt_id, environment_id, version, day order by hash, interaction_id) as of_day,
      row_number() over (partition by prompt_id, environment_id, version, hour order by hash, interaction_id) as of_hour
    from fresh)
  insert into online_samples (workspace_id, prompt_id, environment_id, interaction_id, event_id, version, variant, user_id,
    at, has_content, segments, scored_at)
  select $1::uuid, r.prompt_id, r.environment_id, r.interaction_id, r.id, r.version, x.variant, r.user_id, r.at,
    r.has_content, ${segmentsOf("r.attributes", "$1::uuid")}, case when not (r.has_scorers and r.has_content) then now() end
  from ranked r
  left join days d using (prompt_id, environment_id, version, day)
  left join hours h using (prompt_id, environment_id, version, hour)
  left join lateral (
    select v->>'key' as variant
    from experiments x join experiment_phases p on p.experiment_id = x.id and p.workspace_id = x.workspace_id
    cross join lateral jsonb_array_elements(p.plan->'variants') v
    where x.workspace_id = $1::uuid and x.prompt_id = r.prompt_id and x.environment_id = r.environment_id
      and r.user_id is not null and r.at >= p.started_at and (p.ended_at is null or r.at < p.ended_at)
      and (v->>'version')::int = r.version
    limit 1) x on true
  where (r.hash < r.sample_rate or coalesce(d.n, 0) + r.of_day <= r.minimum_per_version)
    and coalesce(h.n, 0) + r.of_hour <= ${mostPerHour}
  on conflict do nothing`;

/** Lists workspaces with waiting batches, except these, the longest waiting first. */
export async function listWaitingWorkspaces(except: readonly string[]): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select workspace_id as id from online_batches where workspace_id <> all(${except}::uuid[])
    group by 1 order by min(id) limit 100`;
  return rows.map(({ id }) => id);
}

/**
 * Samples a workspace's new answers, stores the scores that need no scorer, and adds feedback to earlier samples. Only
 * one process per workspace does this at a time; returns null if another one holds the lock. Each round is one
 * transaction.
 */
export async function sampleWorkspace(workspaceId: string, deadlineAt: number): Promise<number | null> {
  let samples = 0;
  for (;;) {
    const round = await sampleRound(workspaceId);
    if (round === null) return null;
    samples += round.samples;
    if (!round.hasMore || Date.now() >= deadlineAt) return samples;
  }
}

type Round = { samples: number; hasMore: boolean } | null;

/** Samples the next batches. Sets a batch aside that cannot be read. */
const sampleRound = (workspaceId: string): Promise<Round> =>
  narrowed({
    most: mostBatches,
    round: (most) => sampleBatches(workspaceId, Math.min(most, Math.max(1, Math.floor(mostBatches * pace.share)))),
    setAside: (error) =>
      prisma().$transaction(async (tx) => {
        const batch = await takeOnlineBatches(tx, workspaceId, 1);
        if (batch) await noteAside(tx, "online", { ...batch, id: batch.ids[0] ?? "", events: 0 }, error);
        return { samples: 0, hasMore: true };
      }),
  });

async function sampleBatches(workspaceId: string, limit: number): Promise<Round> {
  try {
    // Does not use the transaction helper of core, which treats a long round as an unavailable database.
    const round = await prisma().$transaction(
      async (tx) => {
        const [lock] = await tx.$queryRaw<[{ isOurs: boolean }]>`
          select pg_try_advisory_xact_lock(hashtextextended(${`understudy online ${workspaceId}`}, 0)) as "isOurs"`;
        if (!lock.isOurs) return null;
        await tx.$executeRaw`set local jit = off`;
        const batches = await takeOnlineBatches(tx, workspaceId, limit);
        if (!batches) return { samples: 0, hasMore: false };
        const { ids, from, to, since } = batches;
        const samples = await tx.$executeRawUnsafe(sampleText, workspaceId, ids, from, to, since);
        await scorePlain(tx, batches);
        return { samples, hasMore: ids.length === limit };
      },
      { timeout: roundMs, maxWait: 5_000 },
    );
    pace.share = Math.min(1, pace.share * 2);
    return round;
  } catch (error) {
    if (isDatabaseUnavailable(error)) pace.share = Math.max(1 / mostBatches, pace.share / 2);
    throw error;
  }
}
