import { runtimeQuery } from "@/lib/core/db";
import type { Change } from "@/lib/core/known-changes";
import { controlJoin, experimentJoin, type LiveRow } from "../queries";

/** A released prompt. `aliases` are its former names, in order. */
export type ReleasedRow = LiveRow & { promptId: string; name: string; aliases: string[] };

/** An environment's epoch and name, and the changes in its log after an epoch. */
export type EnvironmentChanges = { epoch: number; environment: string; changes: Change[] };

const columns = `e.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as now, e.name as environment,
  p.id as "promptId", p.name, true as "isDeployed", v.id as "versionId", v.number as version,
  v.content_hash as "contentHash", coalesce(v.expanded, v.content)::text as content, x.experiment, k.control,
  array(select a.name from prompt_aliases a where a.prompt_id = p.id and a.workspace_id = $2 order by a.name) as aliases`;

const from = `from environments e
  join deployments d on d.environment_id = e.id and d.workspace_id = e.workspace_id
  join prompts p on p.id = d.prompt_id and p.workspace_id = e.workspace_id and p.archived_at is null
  join versions v on v.id = d.version_id and v.prompt_id = p.id and v.workspace_id = e.workspace_id
  ${experimentJoin}
  ${controlJoin}
  where e.id = $1 and e.workspace_id = $2`;

/** The number of prompts per statement. */
const pageSize = 500;
const pageText = `select ${columns} ${from} and p.id > $3 order by p.id limit ${pageSize}`;
const someText = `select ${columns} ${from} and p.id = any($3::uuid[])`;
const nil = "00000000-0000-0000-0000-000000000000";

/** Reads everything released in the environment, page by page. A concurrent release may be included or not. */
export async function* readReleased(workspaceId: string, environmentId: string): AsyncGenerator<ReleasedRow[]> {
  let after = nil;
  for (;;) {
    const rows = await runtimeQuery<ReleasedRow>("bundle-page", pageText, [environmentId, workspaceId, after]);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.promptId;
  }
}

/** Reads the released versions of these prompts. */
export async function readReleasedOf(
  workspaceId: string,
  environmentId: string,
  promptIds: readonly string[],
): Promise<ReleasedRow[]> {
  const rows: ReleasedRow[] = [];
  for (let start = 0; start < promptIds.length; start += pageSize) {
    const some = promptIds.slice(start, start + pageSize);
    rows.push(...(await runtimeQuery<ReleasedRow>("bundle-some", someText, [environmentId, workspaceId, some])));
  }
  return rows;
}

const changesText = `select e.epoch, e.name as environment, c.changes
  from environments e cross join lateral (
    select coalesce(json_agg(json_build_object('epoch', l.epoch, 'subjects', l.subjects)), '[]') as changes
    from environment_changes l where l.environment_id = e.id and l.workspace_id = e.workspace_id
      and l.epoch > $3::int and l.epoch > e.epoch - 2000
  ) c
  where e.id = $1 and e.workspace_id = $2`;

/** Reads the environment's epoch and name, with the changes after `since`. Null if it does not exist. */
export async function readChanges(
  workspaceId: string,
  environmentId: string,
  since: number,
): Promise<EnvironmentChanges | null> {
  const values = [environmentId, workspaceId, since];
  return (await runtimeQuery<EnvironmentChanges>("bundle-changes", changesText, values))[0] ?? null;
}
