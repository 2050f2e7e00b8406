import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { getPlanBasis } from "@/lib/experiments/queries/plan-basis";
import { decisionRefusal, namedVariant } from "@/lib/experiments/results/decide-rule";
import { decisionWords } from "@/lib/experiments/results/decide-words";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import type { ExperimentView } from "@/lib/experiments/views";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { ExperimentActs } from "./experiment-acts";

type Props = { actor: UserActor; view: ExperimentView; results: ExperimentResults };

/** The actions on an experiment for this person. Empty with read-only access, or after the conclusion. */
export async function LoadActs({ actor, view, results }: Props) {
  if (!can(actor, "experiment:write") || view.status === "concluded") return null;
  const [environments, { liveVersion, usersPerDay }] = await Promise.all([
    listEnvironments(actor),
    getPlanBasis(actor, view),
  ]);
  const environment = environments.find(({ name }) => name === view.environment);
  const mayRelease = environment !== undefined && can(actor, "prompt:promote", environment);
  const options = view.variants.map(({ key, version }) => {
    const refusal = decisionRefusal(results, key);
    const harm = results.laterHarm?.variant === key ? results.laterHarm.reason : null;
    return { key, version, isLive: version === liveVersion, refusal: refusal && decisionWords(refusal), harm };
  });
  const named = namedVariant(results);
  const open = options.find(({ refusal }) => refusal === null);
  return (
    <ExperimentActs
      view={view}
      liveVersion={liveVersion}
      usersPerDay={usersPerDay}
      options={options}
      isValid={results.state !== "not_valid"}
      suggested={named ?? open?.key ?? options[0]?.key ?? ""}
      refusal={
        mayRelease
          ? null
          : `Your role, ${actor.role}, may not change what users get in ${view.environment}. Ask a publisher.`
      }
      canOverride={can(actor, "release:override")}
    />
  );
}
