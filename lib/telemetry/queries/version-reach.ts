import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";

/** How many of the newest answers are read at most. */
const mostRead = 10_000;
const rateMinutes = 10;

/** Who got a version in an environment within a time range. */
export type VersionReach = {
  /** At most 10,000, the newest ones. */
  answers: number;
  /** The users of these answers. */
  users: number;
  /** Whether as many answers were read as are read at most, so that there may be older ones. */
  isPartial: boolean;
  /** The mean of the last ten minutes, or of the time that was read if it is shorter. */
  answersPerMinute: number;
  /** The names of the API keys that reported these answers, the most used first. */
  keys: string[];
};

type ReachQuery = { prompt: string; environmentId: string; version: number; from: Date; until: Date };
type ReachRow = { answers: number; users: number; oldestAt: Date | null; recent: number; keys: string[] };

/** Counts the answers and users of a version, and the keys that reported them. */
export async function getVersionReach(
  actor: Actor,
  { prompt, environmentId, version, from, until }: ReachQuery,
): Promise<VersionReach> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, prompt);
  const rateFrom = new Date(until.getTime() - rateMinutes * 60_000);
  const [row] = await prisma().$queryRaw<[ReachRow]>`
    with newest as materialized (
      select at, user_id, key_id from interactions
      where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
        and environment_id = ${environmentId}::uuid and version = ${version} and at >= ${from} and at < ${until}
      order by at desc limit ${mostRead})
    select count(*)::int as answers, count(distinct user_id)::int as users, min(at) as "oldestAt",
      (count(*) filter (where at >= ${rateFrom}))::int as recent,
      array(
        select k.name from (select key_id, count(*) as uses from newest group by key_id) u
        join api_keys k on k.id = u.key_id and k.workspace_id = ${workspaceId}::uuid
        order by u.uses desc, k.name) as keys
    from newest`;
  const { answers, users, oldestAt, recent, keys } = row;
  const isPartial = answers === mostRead;
  const readFrom = isPartial && oldestAt ? oldestAt : from;
  const minutes = (until.getTime() - Math.max(rateFrom.getTime(), readFrom.getTime())) / 60_000;
  return { answers, users, isPartial, answersPerMinute: recent / Math.max(1, minutes), keys };
}
