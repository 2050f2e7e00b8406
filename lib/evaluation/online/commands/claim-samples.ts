import { prisma } from "@/lib/core/db";
import type { LiveMetric } from "../metrics";

/** A sample that this process has claimed, with its texts and existing scores. */
export type Sample = {
  workspaceId: string;
  promptId: string;
  environmentId: string;
  interactionId: string;
  version: number;
  /** The number of attempts, including this one. */
  attempts: number;
  /** Null: not sent, or not stored. */
  input: unknown;
  output: unknown;
  done: { metric: LiveMetric; series: string }[];
};

/** The lifetime of a claim after its last stored score, in seconds. It exceeds the maximum duration of the job. */
export const claimSeconds = 90;

const isDue = `scored_at is null and (claimed_until is null or claimed_until < now())`;

/** Lists workspaces with unclaimed samples, the longest waiting first. */
export async function listDueWorkspaces(): Promise<string[]> {
  const rows = await prisma().$queryRawUnsafe<{ id: string }[]>(
    `select workspace_id as id from online_samples where ${isDue} group by 1 order by min(sampled_at) limit 100`,
  );
  return rows.map(({ id }) => id);
}

const claimText = `with due as (
    select environment_id, interaction_id from online_samples where workspace_id = $1::uuid and ${isDue}
    order by sampled_at, interaction_id limit $2 for update skip locked),
  ours as (
    update online_samples s set claimed_until = now() + make_interval(secs => ${claimSeconds}), attempts = s.attempts + 1
    from due d where s.environment_id = d.environment_id and s.interaction_id = d.interaction_id returning s.*)
  select o.workspace_id as "workspaceId", o.prompt_id as "promptId", o.environment_id as "environmentId",
    o.interaction_id as "interactionId", o.version, o.attempts::int, c.input, c.output,
    coalesce((
      select json_agg(json_build_object('metric', s.metric, 'series', s.series)) from online_scores s
      where s.environment_id = o.environment_id and s.interaction_id = o.interaction_id and s.metric like 'scorer:%'
    ), '[]') as done
  from ours o
  left join interaction_contents c on c.workspace_id = o.workspace_id and c.id = o.event_id and c.at = o.at
  order by o.sampled_at, o.interaction_id`;

/** Claims up to `limit` samples of a workspace for this process, the oldest first. */
export function claimSamples(workspaceId: string, limit: number): Promise<Sample[]> {
  return prisma().$queryRawUnsafe<Sample[]>(claimText, workspaceId, limit);
}

type Key = Pick<Sample, "workspaceId" | "environmentId" | "interactionId">;

/** Releases a sample that could not be finished, so that another process can claim it. */
export async function giveBack({ workspaceId, environmentId, interactionId }: Key): Promise<void> {
  await prisma().$executeRaw`
    update online_samples set claimed_until = null
    where workspace_id = ${workspaceId}::uuid and environment_id = ${environmentId}::uuid
      and interaction_id = ${interactionId} and scored_at is null`;
}

/** Closes a sample that gets no more scores. `hasText` is false if its texts were not sent or not stored. */
export async function closeSample(
  { workspaceId, environmentId, interactionId }: Key,
  { hasText }: { hasText: boolean },
): Promise<void> {
  await prisma().$executeRaw`
    update online_samples set scored_at = now(), has_content = has_content and ${hasText}
    where workspace_id = ${workspaceId}::uuid and environment_id = ${environmentId}::uuid
      and interaction_id = ${interactionId} and scored_at is null`;
}
