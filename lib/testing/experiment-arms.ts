import { addUser, emptyArm, type MadeUser } from "@/lib/experiments/arms";
import type { RatioMetric } from "@/lib/experiments/metrics";
import type { ExperimentPlan } from "@/lib/experiments/plan";
import type { ResultsInput } from "@/lib/experiments/results/compute";
import type { ArmTotals } from "@/lib/experiments/totals";

/** The arm of these users. */
export function armOf(variant: string, users: readonly MadeUser[]): ArmTotals {
  const arm = emptyArm(variant);
  for (const user of users) addUser(arm, user);
  return arm;
}

/** Creates users with one answer each, of which `hits` are successes. */
export const oneEach = (metric: RatioMetric, hits: number, users: number): MadeUser[] =>
  Array.from({ length: users }, (_, index) => ({ [metric]: [1, index < hits ? 1 : 0] }));

/** An A/B plan with equal shares, v8 against v9, on finished tasks. */
export function abPlan(changes: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    kind: "ab",
    variants: [
      { key: "control", version: 8, weight: 0.5 },
      { key: "candidate", version: 9, weight: 0.5 },
    ],
    trafficShare: 1,
    primaryMetric: "completion",
    guardrails: [],
    alpha: 0.05,
    power: 0.8,
    minimumEffect: 0.08,
    baseline: 0.7,
    exclusiveGroup: null,
    bandit: null,
    ...changes,
  };
}

/** The experiment of results: a running one that needs 1,000 users per variant. */
export const judgedExperiment = (changes: Partial<ResultsInput["experiment"]> = {}): ResultsInput["experiment"] => ({
  id: "e",
  name: "Cite",
  prompt: "search/product-answer",
  environment: "production",
  phase: 1,
  planHash: "9f",
  status: "running",
  startedAt: new Date("2026-11-01T09:00:00Z"),
  endedAt: null,
  requiredPerVariant: 1000,
  isPlanUnchanged: true,
  ...changes,
});
