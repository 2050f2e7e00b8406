import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { listReadable } from "@/lib/telemetry/queries/interactions";
import { type ScorerConfig, scorerConfig } from "../../scorers/schema";

/**
 * The scorers that some of these live answers did not pass, as they were when they measured them. Answers of
 * environments that the actor may not read are ignored.
 */
export async function listRejectingScorers(actor: Actor, interactionIds: readonly string[]): Promise<ScorerConfig[]> {
  const { workspaceId } = actor;
  const environments = (await listReadable(actor, undefined)).map(({ id }) => id);
  const rows = await prisma().$queryRaw<{ scorer: unknown }[]>`
    select distinct on (s.metric) x.scorer
    from unnest(${environments}::uuid[]) e (id)
    cross join unnest(${[...interactionIds]}::text[]) a (interaction_id)
    join online_scores s on s.environment_id = e.id and s.interaction_id = a.interaction_id
    join online_series x on x.prompt_id = s.prompt_id and x.environment_id = s.environment_id and x.metric = s.metric
      and x.series = s.series
    where s.workspace_id = ${workspaceId}::uuid and x.workspace_id = ${workspaceId}::uuid and s.metric like 'scorer:%' and not s.passed and x.scorer is not null
    order by s.metric, x.began_at desc`;
  return rows.flatMap(({ scorer }) => scorerConfig.safeParse(scorer).data ?? []);
}
