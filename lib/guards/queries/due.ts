import { prisma } from "@/lib/core/db";
import { ageSql } from "@/lib/evaluation/online/age";
import { type LiveMetric, plainSeries } from "@/lib/evaluation/online/metrics";
import { blockOf } from "../block";
import { type GuardMemory, toMemory } from "../memory";
import { type GuardFields, guardFields, outcomeMinutesOf } from "../schema";

/**
 * The number of newest answers among which new scores are searched. A score is new by the time it was scored, because
 * the clocks of applications may be wrong.
 */
const lookedThrough = 100;

/** A guard and the release that it watches. */
export type WatchedGuard = Pick<
  GuardFields,
  "metrics" | "window" | "alpha" | "minimumPerSide" | "critical" | "coolDownMinutes" | "rollsBack"
> & {
  id: string;
  workspaceId: string;
  promptId: string;
  prompt: string;
  environmentId: string;
  environment: string;
  seq: number;
  memory: GuardMemory;
  version: number;
  revision: number;
  since: Date;
  /** The version that the holdback keeps, for comparison. */
  control: number | null;
  /** Whether the workspace marks attributes as segments. */
  hasSegments: boolean;
  /** Database time. */
  now: Date;
};

/** A stored guard, before its JSON is parsed. */
export type StoredGuard = Omit<WatchedGuard, "metrics" | "memory"> & { metrics: unknown; memory: unknown };

/** Parses a stored guard; null if its metrics are invalid. Pure. */
export function toWatched(row: StoredGuard): WatchedGuard | null {
  const metrics = guardFields.shape.metrics.safeParse(row.metrics).data;
  return metrics ? { ...row, metrics, memory: toMemory(row.memory) } : null;
}

/** Enabled guards with a live release, by id; optionally of one workspace. Skips archived prompts. */
export async function listWatched(after: string, limit: number, only: string | null): Promise<StoredGuard[]> {
  return prisma().$queryRaw<StoredGuard[]>`
    select g.id, g.workspace_id as "workspaceId", g.prompt_id as "promptId", p.name as prompt,
      g.environment_id as "environmentId", e.name as environment, g.metrics, g."window", g.alpha,
      g.minimum_per_side as "minimumPerSide", g.critical, g.cool_down_minutes as "coolDownMinutes",
      g.rolls_back as "rollsBack", s.seq, s.state as memory, v.number as version, d.revision, d.since,
      case when d.control_until > clock_timestamp() then c.number end as control,
      exists (select from segments t where t.workspace_id = g.workspace_id) as "hasSegments", clock_timestamp() as now
    from guards g
    join guard_states s on s.guard_id = g.id and s.workspace_id = g.workspace_id
    join prompts p on p.id = g.prompt_id and p.workspace_id = g.workspace_id and p.archived_at is null
    join environments e on e.id = g.environment_id and e.workspace_id = g.workspace_id
    join deployments d on d.prompt_id = g.prompt_id and d.environment_id = g.environment_id
      and d.workspace_id = g.workspace_id
    join versions v on v.id = d.version_id and v.workspace_id = g.workspace_id
    left join versions c on c.id = d.control_version_id and c.workspace_id = g.workspace_id
    where g.is_enabled and g.id > ${after}::uuid and (${only}::uuid is null or g.workspace_id = ${only}::uuid)
    order by g.id limit ${limit}`;
}

const age = ageSql("s", "w.wait");

/**
 * For each guard, the metrics that have a block of new scores of the live version, and the time from which the newest
 * counts. A score counts after its outcome window has passed. Uses one query.
 */
export async function findFresh(guards: readonly WatchedGuard[]): Promise<Map<string, GuardMemory["seen"]>> {
  const newestScores = guards.flatMap((guard) => {
    const { id, workspaceId, promptId, environmentId, version, revision, since, metrics, memory, now } = guard;
    return metrics.map((metric) => ({
      id,
      workspace: workspaceId,
      prompt: promptId,
      environment: environmentId,
      version,
      since,
      metric: metric.name,
      minutes: outcomeMinutesOf(metric),
      now,
      block: blockOf(memory.revision === revision ? memory.findings : [], metric.name),
      mark: memory.revision === revision ? (memory.seen[metric.name] ?? null) : null,
    }));
  });
  const rows = await prisma().$queryRawUnsafe<{ id: string; metric: LiveMetric; newest: Date }[]>(
    freshText,
    JSON.stringify(newestScores),
  );
  const fresh = new Map<string, GuardMemory["seen"]>();
  for (const { id, metric, newest } of rows) {
    const seen = fresh.get(id) ?? {};
    seen[metric] = newest.toISOString();
    fresh.set(id, seen);
  }
  return fresh;
}

const freshText = `select w.id, w.metric, f.newest
  from (
    select *, make_interval(secs => minutes * 60) as wait
    from jsonb_to_recordset($1::jsonb) as w
      (id uuid, workspace uuid, prompt uuid, environment uuid, version int, since timestamptz, metric text,
       minutes float8, now timestamptz, block int, mark timestamptz)) w
  cross join lateral (
    select count(*) as scores, max(b.ready_at) as newest
    from (
      select '${plainSeries}'::text as series
      union all
      select r.series from online_series r where r.workspace_id = w.workspace and r.prompt_id = w.prompt
        and r.environment_id = w.environment and r.metric = w.metric and r.series <> '${plainSeries}') r
    cross join lateral (
      select ${age.readyAt} as ready_at from online_scores s
      where s.workspace_id = w.workspace and s.prompt_id = w.prompt and s.environment_id = w.environment
        and s.metric = w.metric and s.series = r.series and s.version = w.version and s.at >= w.since
        and ${age.isReady("w.now")} and ${age.isKnown}
      order by s.at desc limit ${lookedThrough}) b
    where b.ready_at > coalesce(w.mark, '-infinity')) f
  where f.scores >= w.block`;
