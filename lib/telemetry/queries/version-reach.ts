import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";

/** How many of the newest answers are counted at most. */
const mostCounted = 10_000;

/** Who got a version in an environment within a time range. */
export type VersionReach = {
  /** At most 10,000, the newest ones. */
  answers: number;
  users: number;
  /** Whether there are older answers that were not counted. */
  isPartial: boolean;
  /** The answers of the last ten minutes per minute. */
  perMinute: number;
  /** The names of the API keys that reported these answers, the most used first. */
  keys: string[];
};

type ReachQuery = { prompt: string; environmentId: string; version: number; from: Date; until: Date };

/** Counts the answers and users of a version, and the keys that reported them. */
export async function getVersionReach(
  actor: Actor,
  { prompt, environmentId, version, from, until }: ReachQuery,
): Promise<VersionReach> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, prompt);
  const [row] = await prisma().$queryRaw<[Omit<VersionReach, "isPartial"> & { found: number }]>`
    with found as materialized (
      select at, user_id, key_id, row_number() over (order by at desc) as n from interactions
      where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
        and environment_id = ${environmentId}::uuid and version = ${version} and at >= ${from} and at < ${until}
      order by at desc limit ${mostCounted + 1})
    select count(*)::int as found, (count(*) filter (where n <= ${mostCounted}))::int as answers,
      (count(distinct user_id) filter (where n <= ${mostCounted}))::int as users,
      (count(*) filter (where at >= ${until}::timestamptz - interval '10 minutes') / 10.0)::float8 as "perMinute",
      array(
        select k.name from (select key_id, count(*) as uses from found group by key_id) u
        join api_keys k on k.id = u.key_id and k.workspace_id = ${workspaceId}::uuid
        order by u.uses desc, k.name) as keys
    from found`;
  const { found, ...reach } = row;
  return { ...reach, isPartial: found > mostCounted };
}
