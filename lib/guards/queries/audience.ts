import type { UserActor } from "@/lib/auth/actor";
import { listRunningShares } from "@/lib/experiments/queries/running-shares";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { PromptView } from "@/lib/registry/queries/prompts";
import { getVersionReach } from "@/lib/telemetry/queries/version-reach";
import type { Audience } from "../incident/audience-words";
import type { Incident } from "./incident";

export type AudienceQuery = {
  actor: UserActor;
  incident: Incident;
  prompt: PromptView;
  environment: EnvironmentView;
};

/** Returns who gets the released version now, and who got it while it was live. */
export async function getAudience({ actor, incident, prompt, environment }: AudienceQuery): Promise<Audience> {
  const { release, endedBy, now } = incident;
  const version = release.toVersion;
  const deployed = prompt.deployments.find((one) => one.environment === environment.name);
  const [reach, running] = await Promise.all([
    getVersionReach(actor, {
      prompt: prompt.name,
      environmentId: environment.id,
      version,
      from: new Date(release.at),
      until: endedBy ? new Date(endedBy.at) : new Date(now),
    }),
    endedBy || !deployed
      ? new Map<string, never>()
      : listRunningShares(actor, environment.id, new Map([[prompt.id, deployed.version]])),
  ]);
  return {
    version,
    isReplaced: endedBy !== null,
    shares: running.get(prompt.id) ?? null,
    holdback: endedBy ? null : (deployed?.control ?? null),
    reach,
  };
}
