import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { inLaneOrder } from "./environment-order";
import type { EnvironmentView } from "./queries/environments";
import type { PromptView } from "./queries/prompts";

/** The possible promotion to an environment from the previous one, and whether a rollback is possible. */
export type PromptMove = {
  environment: string;
  /**
   * The version to promote: the one live in the previous environment. Null if there is none or it is already live here.
   */
  version: number | null;
  live: number | null;
  needsReview: boolean;
  canRollBack: boolean;
};

/** Returns the moves that this person may make, production last. */
export function movesOf(actor: UserActor, prompt: PromptView, environments: EnvironmentView[]): PromptMove[] {
  const ordered = inLaneOrder(environments);
  const liveIn = (place: EnvironmentView | undefined) =>
    prompt.deployments.find(({ environment }) => environment === place?.name);
  return ordered.flatMap((environment, index) => {
    const [live, before] = [liveIn(environment), liveIn(ordered[index - 1])];
    const mayRelease = can(actor, "prompt:promote", environment);
    if (!mayRelease && !can(actor, "review:write")) return [];
    return [
      {
        environment: environment.name,
        version: before && before.version !== live?.version ? before.version : null,
        live: live?.version ?? null,
        needsReview: environment.requiredApprovals > 0 || !mayRelease,
        canRollBack: mayRelease && (live?.revision ?? 0) > 1,
      },
    ];
  });
}

/**
 * Returns why this person may not archive the prompt or remove its name: it is live in an environment where they may
 * not release. Null if they may.
 */
export function dropRefusalOf(actor: UserActor, prompt: PromptView, environments: EnvironmentView[]): string | null {
  const forbidden = inLaneOrder(environments).find(
    (environment) =>
      prompt.deployments.some((deployment) => deployment.environment === environment.name) &&
      !can(actor, "prompt:promote", environment),
  );
  return (
    (forbidden &&
      `It is live in ${forbidden.name}, where your role, ${actor.role}, may not release. Ask a publisher.`) ??
    null
  );
}
