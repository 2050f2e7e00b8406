import type { Actor } from "@/lib/auth/actor";
import { listConnectionNames } from "@/lib/evaluation/models/queries";
import { misfits } from "@/lib/evaluation/online/fit";
import { getOnlineEvaluation } from "@/lib/evaluation/online/queries/online-evaluations";
import { onlineEvaluationFields, type PromptEnvironmentInput } from "@/lib/evaluation/online/schema";
import { loadScorers } from "@/lib/evaluation/scorers/queries";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { listGatePolicies } from "@/lib/registry/gate/queries/policies";
import { defaultGuard } from "../default-guard";
import { getGuard } from "./guards";

/** Returns the online evaluation and the guard of a prompt in an environment; null for a missing half. */
export async function getWatch(actor: Actor, place: PromptEnvironmentInput) {
  const [online, guard] = await Promise.all([getOnlineEvaluation(actor, place), getGuard(actor, place)]);
  return { environment: place.environment, online, guard };
}

export type WatchView = Awaited<ReturnType<typeof getWatch>>;

/** A suite's scorers that can score live answers. Judges are included only if a provider is connected. */
export async function listLiveScorers(actor: Actor, suiteId: string): Promise<ScorerConfig[]> {
  const [{ scorers }, connections] = await Promise.all([loadScorers(actor, suiteId), listConnectionNames(actor)]);
  const hasJudges = connections.length > 0;
  return scorers.filter((one) => misfits([one]).length === 0 && (hasJudges || one.type !== "judge"));
}

/**
 * The suggested settings: the scorers of the gate's suite on live answers, and a guard for them. If live answers are
 * already scored, the guard uses those scorers.
 */
export async function suggestWatch(
  actor: Actor,
  { name, environment }: PromptEnvironmentInput,
  online: { scorers: ScorerConfig[] } | null,
) {
  const scorers = online ? online.scorers : await listGateScorers(actor, { name, environment });
  return { online: onlineEvaluationFields.parse({ scorers }), guard: defaultGuard(scorers) };
}

async function listGateScorers(actor: Actor, { name, environment }: PromptEnvironmentInput): Promise<ScorerConfig[]> {
  const policies = await listGatePolicies(actor, name);
  const policy = policies.find((one) => one.environment === environment) ?? policies[0];
  return policy ? listLiveScorers(actor, policy.suite.id) : [];
}
