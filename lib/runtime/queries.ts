import type { EnvironmentScope } from "@/lib/auth/authorize";
import { runtimeQuery } from "@/lib/core/db";

/** What resolve looks up: the live version of a prompt in an environment, or one version by its number. */
export type Lookup = { workspaceId: string; environmentId: string; name: string; version?: number | undefined };

/**
 * Returns the lookup as one text. The version precedes the name, so that no name can look like a name with a version.
 */
export function keyOf({ environmentId, version, name }: Lookup): string {
  return `${environmentId}:${version ?? ""}:${name}`;
}

/**
 * `content` is JSON text. `isDeployed`: the deployment, or the pinned version, exists, so `content` should exist too.
 */
export type LiveRow = {
  epoch: number;
  /** The database's time of the response, in milliseconds since 1970. */
  now: number;
  environment: string;
  promptId: string | null;
  /** The current name. It differs from the requested one after a rename. */
  name: string | null;
  isDeployed: boolean;
  versionId: string | null;
  version: number | null;
  contentHash: string | null;
  content: string | null;
  /** The running experiment with its other versions, as JSON text. */
  experiment?: string | null;
  /** The previous version during a holdback, as JSON text. */
  control?: string | null;
};

const columns = `e.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as now, e.name as environment, p.id as "promptId", p.name, v.id as "versionId", v.number as version,
  v.content_hash as "contentHash", coalesce(v.expanded, v.content)::text as content`;

// Former names resolve to their prompt. The limit stops the search at a current name, so that former names cost nothing
// there.
const from = `from environments e
  left join lateral (
    select id, name, archived_at from prompts where workspace_id = $2 and name = $3
    union all
    select o.id, o.name, o.archived_at from prompt_aliases a join prompts o on o.id = a.prompt_id
    where a.workspace_id = $2 and a.name = $3
    limit 1
  ) p on p.archived_at is null`;

/**
 * Joins the running experiment of the prompt: the phase's plan, the current shares, and the versions besides the
 * released one.
 */
export const experimentJoin = `left join lateral (
    select jsonb_build_object('id', x.id, 'phase', x.phase, 'batch', w.batch, 'seed', ph.seed,
      'trafficShare', ph.plan->'trafficShare',
      'group', case when ph.group_ranges is null then null
        else jsonb_build_object('name', ph.plan->'exclusiveGroup', 'ranges', ph.group_ranges) end,
      'variants', (select jsonb_agg(i || jsonb_build_object('weight', w.weights->(i->>'key')) order by n)
        from jsonb_array_elements(ph.plan->'variants') with ordinality as planned (i, n)),
      'versions', (select coalesce(jsonb_agg(jsonb_build_object('versionId', o.id, 'version', o.number,
          'contentHash', o.content_hash, 'content', coalesce(o.expanded, o.content))), '[]')
        from versions o where o.prompt_id = p.id and o.workspace_id = $2 and o.number <> v.number
          and ph.plan->'variants' @> jsonb_build_array(jsonb_build_object('version', o.number)))
    )::text as experiment
    from experiments x
    join experiment_phases ph on ph.experiment_id = x.id and ph.number = x.phase
    join lateral (select batch, weights from experiment_weights
      where experiment_id = x.id and phase = x.phase order by batch desc limit 1) w on true
    where x.prompt_id = p.id and x.environment_id = e.id and x.workspace_id = $2 and x.status = 'running'
  ) x on true`;

/**
 * Joins the previous version during a holdback. A holdback ends when an experiment starts, because the experiment has
 * its own control.
 */
export const controlJoin = `left join lateral (
    select jsonb_build_object('seed', d.control_seed, 'share', d.control_share,
      'until', extract(epoch from d.control_until) * 1000, 'versionId', o.id, 'version', o.number,
      'contentHash', o.content_hash, 'content', coalesce(o.expanded, o.content))::text as control
    from versions o where o.id = d.control_version_id and o.prompt_id = p.id and o.workspace_id = $2
      and d.control_until > clock_timestamp()
  ) k on true`;

// One statement reads one snapshot, so the epoch matches the data.
const liveText = `select ${columns}, d.prompt_id is not null as "isDeployed", x.experiment, k.control ${from}
  left join deployments d on d.prompt_id = p.id and d.environment_id = e.id and d.workspace_id = e.workspace_id
  left join versions v on v.id = d.version_id and v.prompt_id = p.id and v.workspace_id = e.workspace_id
  ${experimentJoin}
  ${controlJoin}
  where e.id = $1 and e.workspace_id = $2`;

const pinnedText = `select ${columns}, v.id is not null as "isDeployed" ${from}
  left join versions v on v.prompt_id = p.id and v.number = $4 and v.workspace_id = e.workspace_id
  where e.id = $1 and e.workspace_id = $2`;

/** Reads epoch and data of a lookup in one statement. Null if the environment does not exist. */
export async function readLive({ workspaceId, environmentId, name, version }: Lookup): Promise<LiveRow | null> {
  const values = [environmentId, workspaceId, name];
  const rows =
    version === undefined
      ? await runtimeQuery<LiveRow>("resolve", liveText, values)
      : await runtimeQuery<LiveRow>("resolve-pinned", pinnedText, [...values, version]);
  return rows[0] ?? null;
}

/** An environment with its name and former names, by which applications refer to it. */
export type NamedEnvironment = EnvironmentScope & { formerNames?: readonly string[] };

/** Lists the environments of several workspaces, grouped by workspace. */
export function listEnvironmentsOf(
  workspaceIds: readonly string[],
): Promise<(NamedEnvironment & { workspaceId: string })[]> {
  const text = `select id, name, former_names as "formerNames", is_protected as "isProtected", workspace_id as "workspaceId" from environments
    where workspace_id = any($1::uuid[]) order by workspace_id, position`;
  return runtimeQuery("snapshot-environments", text, [workspaceIds]);
}

/** Lists the environments of a workspace, in their order. */
export function listEnvironments(workspaceId: string): Promise<NamedEnvironment[]> {
  const text = `select id, name, former_names as "formerNames", is_protected as "isProtected" from environments where workspace_id = $1
    order by position`;
  return runtimeQuery<NamedEnvironment>("runtime-environments", text, [workspaceId]);
}
