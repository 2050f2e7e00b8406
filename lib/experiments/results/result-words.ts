import type { ExperimentPlan } from "../plan";
import { windowMinutes } from "../windows";
import type { ExperimentResults } from "./schema";
import { banditWords, collectingWords, type NameOf, notValidWords, type Words } from "./sentences";
import type { VerdictFacts } from "./verdict";
import { verdictWords } from "./verdict-words";

type ResultFacts = Pick<ExperimentResults, "state" | "health" | "progress" | "asOf" | "safetyStop" | "bandit"> & {
  plan: ExperimentPlan;
  required: number;
  /** Whether more users are being added. */
  isRunning: boolean;
  /** The variants in the newest data. */
  variants: ExperimentResults["variants"];
  verdict: VerdictFacts | null;
  nameOf: NameOf;
};

/**
 * The sentence for the results of a phase. The first one that applies is used: failed checks, bandit, verdict, harm,
 * waiting.
 */
export function resultWords(read: ResultFacts): Words {
  const { state, health, plan, bandit, verdict, safetyStop, nameOf } = read;
  if (state === "not_started")
    return { sentence: "Not started yet.", detail: "The plan can still change. The start freezes it." };
  if (state === "not_valid") return notValidWords(health.checks);
  if (bandit) return banditWords(bandit, plan.primaryMetric, nameOf);
  if (verdict) return verdictWords({ ...verdict, control: plan.variants[0]?.key ?? "", power: plan.power, nameOf });
  if (safetyStop) return { sentence: `Stop it: ${nameOf(safetyStop.variant)} does harm.`, detail: safetyStop.reason };
  return waitingWords(read);
}

function waitingWords({ plan, required, progress, asOf, variants, isRunning, nameOf }: ResultFacts): Words {
  const behind = variants.toSorted((a, b) => a.counted - b.counted)[0];
  return collectingWords({
    required,
    counted: progress.counted,
    behind: behind ? nameOf(behind.key) : "",
    perDay: progress.perDay,
    expectedAt: progress.expectedAt,
    asOf: asOf ?? "",
    alpha: plan.alpha,
    young: variants.reduce((sum, { young }) => sum + young, 0),
    windowMinutes: windowMinutes(plan, plan.primaryMetric),
    isStopped: !isRunning,
  });
}
