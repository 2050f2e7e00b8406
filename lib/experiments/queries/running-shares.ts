import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { shareOfVersions, type VersionShare } from "../shares";

type RunningRow = {
  promptId: string;
  variants: { key: string; version: number; weight: number }[];
  trafficShare: number;
  weights: Record<string, number> | null;
};

/**
 * Which share of all users gets which version, of the prompts with a running experiment in the environment. `live`
 * names the version that those outside the experiment get.
 */
export async function listRunningShares(
  actor: Actor,
  environmentId: string,
  live: ReadonlyMap<string, number>,
): Promise<Map<string, VersionShare[]>> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<RunningRow[]>`
    select x.prompt_id as "promptId", x.plan->'variants' as variants, (x.plan->>'trafficShare')::float8 as "trafficShare",
      (select w.weights from experiment_weights w where w.experiment_id = x.id order by w.phase desc, w.batch desc limit 1) as weights
    from experiments x
    where x.workspace_id = ${actor.workspaceId}::uuid and x.status = 'running'
      and x.environment_id = ${environmentId}::uuid and x.prompt_id = any(${[...live.keys()]}::uuid[])`;
  return new Map(
    rows.map(({ promptId, variants, trafficShare, weights }) => {
      const served = variants.map(({ key, version, weight }) => ({ version, share: weights?.[key] ?? weight }));
      return [promptId, shareOfVersions(live.get(promptId) ?? null, trafficShare, served)];
    }),
  );
}
