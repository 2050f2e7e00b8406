import type { ExperimentPlan } from "../plan";
import type { EmbeddedSnippet } from "../queries/embedded-snippets";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { computeBandit } from "./bandit-results";
import { computeDays } from "./days";
import { checkHealth } from "./health";
import { healthWords } from "./health-words";
import { computeLaterHarm } from "./later-harm";
import { computeProgress, countedUsers } from "./progress";
import { resultWords } from "./result-words";
import type { ExperimentResults } from "./schema";
import { computeSegments } from "./segments";
import type { NameOf } from "./sentences";
import { stateOf } from "./state";
import { computeLiveRanges, computeSafetyStop, computeTimeline, controlAnd } from "./timeline";
import { computeUses } from "./uses";
import { computeSpeed, computeVariants } from "./variants";
import { computeVerdict, type VerdictFacts } from "./verdict";

export type Snapshot = { at: Date; totals: ExperimentTotals };

/** The stored data of a phase. `complete` is the first snapshot with the planned sample. */
export type ResultsInput = {
  experiment: Pick<ExperimentResults, "id" | "name" | "prompt" | "environment" | "status" | "phase" | "planHash"> & {
    startedAt: Date | null;
    endedAt: Date | null;
    requiredPerVariant: number | null;
    isPlanUnchanged: boolean;
  };
  /** Included snippets that got a newer version during the phase. */
  changedSnippets?: readonly EmbeddedSnippet[];
  plan: ExperimentPlan;
  latest: Snapshot | null;
  complete: Snapshot | null;
  /** Oldest first, with fewer snapshots for long experiments. */
  history: readonly { at: Date; arms: ArmTotals[] }[];
  weights: readonly { at: Date; batch: number; weights: Record<string, number> }[];
  /** Whether the reader may see user ids. */
  namesUsers: boolean;
};

const noArms: ExperimentTotals = { arms: [], byExposureDay: [] };

/** The snapshot that is evaluated: for an A/B test the first one with the planned sample, otherwise the newest. */
const judgedBy = ({ plan, complete, latest }: ResultsInput) => (plan.kind === "ab" ? (complete ?? latest) : latest);

function computeHealth(input: ResultsInput, isComplete: boolean): ExperimentResults["health"] {
  const { plan, experiment, namesUsers, changedSnippets = [] } = input;
  const { startedAt, isPlanUnchanged } = experiment;
  const judged = judgedBy(input);
  if (!judged) return { isValid: true, checks: [] };
  const { totals, at } = judged;
  const ranMs = startedAt ? at.getTime() - startedAt.getTime() : 0;
  const facts = { plan, totals, ranMs, isComplete, isPlanUnchanged, namesUsers, changedSnippets };
  const { isValid, findings } = checkHealth(facts);
  return { isValid, checks: findings.map((finding) => healthWords(finding)) };
}

function progressOf({ plan, experiment, latest, history }: ResultsInput, isComplete: boolean) {
  const { startedAt, requiredPerVariant } = experiment;
  if (!latest) return { isComplete, counted: 0, perDay: null, expectedAt: null };
  if (!startedAt || !requiredPerVariant)
    return { isComplete, counted: countedUsers(plan, latest.totals), perDay: null, expectedAt: null };
  const arms = { at: latest.at, arms: latest.totals.arms };
  return { isComplete, ...computeProgress(plan, { latest: arms, history, startedAt, required: requiredPerVariant }) };
}

const withoutNames = (found: VerdictFacts): VerdictFacts => ({
  ...found,
  comparisons: found.comparisons.map((one) => ({
    ...one,
    dependsOn: one.dependsOn && { ...one.dependsOn, unitId: null },
  })),
});

/** What is shown before the planned sample is complete: always-valid intervals, and harm that justifies a stop. */
function computeLooks(
  { plan, experiment, latest, history }: ResultsInput,
  { state, judged, nameOf }: { state: ExperimentResults["state"]; judged: ExperimentTotals; nameOf: NameOf },
): Pick<ExperimentResults, "live" | "timeline" | "safetyStop"> {
  const required = experiment.requiredPerVariant ?? 0;
  if (required === 0 || (state !== "collecting" && state !== "verdict"))
    return { live: [], timeline: [], safetyStop: null };
  // The verdict is final, but a version that is still served can become harmful later.
  const canStop = state === "collecting" || experiment.status === "running";
  const now = latest?.totals ?? noArms;
  return {
    live: computeLiveRanges({ plan, required, arms: judged.arms }),
    timeline: computeTimeline(plan, required, history),
    safetyStop: canStop ? computeSafetyStop({ plan, required, arms: now.arms }, nameOf) : null,
  };
}

/**
 * Computes the results of a phase from stored data. Before the planned sample is complete, there is no p-value, no
 * verdict, and no interval except the always-valid ones. The verdict comes from the first complete snapshot, so it does
 * not help to wait for a better one. If a check fails, no metrics are returned.
 */
export function computeResults(input: ResultsInput): ExperimentResults {
  const { plan, latest, weights, namesUsers } = input;
  const { startedAt, endedAt, requiredPerVariant, isPlanUnchanged: _, ...facts } = input.experiment;
  const nameOf = namesOf(plan);
  const judged = judgedBy(input);
  const [totals, now] = [judged?.totals ?? noArms, latest?.totals ?? noArms];
  const isComplete = plan.kind === "ab" && input.complete !== null;
  const health = computeHealth(input, isComplete);
  const pair = isComplete ? controlAnd({ plan, arms: totals.arms }) : null;
  const { isValid } = health;
  const state = stateOf({ kind: plan.kind, isStarted: startedAt !== null, isValid, isComplete: pair !== null });
  const progress = progressOf(input, isComplete);
  const looks = computeLooks(input, { state, judged: totals, nameOf });
  const bandit = state === "bandit" ? computeBandit(plan, now.arms, weights) : null;
  const read = state === "verdict" && pair ? computeVerdict({ plan, ...pair }) : null;
  const found = read && !namesUsers ? withoutNames(read) : read;
  const hasLater = read !== null && latest !== null && judged !== null && latest.at > judged.at;
  const asOf = latest?.at.toISOString() ?? null;
  const words = resultWords({
    plan,
    state,
    health,
    progress,
    asOf,
    bandit,
    nameOf,
    safetyStop: looks.safetyStop,
    required: requiredPerVariant ?? 0,
    variants: computeVariants(plan, now, state),
    verdict: found,
    isRunning: endedAt === null && facts.status === "running",
  });
  const shown = { values: state !== "not_valid", differences: state === "verdict" };
  return {
    ...facts,
    kind: plan.kind,
    state,
    asOf,
    requiredPerVariant,
    primaryMetric: plan.primaryMetric,
    alpha: plan.alpha,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    ...words,
    progress,
    variants: computeVariants(plan, state === "verdict" ? totals : now, state),
    health,
    live: looks.live,
    timeline: looks.timeline,
    days: computeDays(plan, totals, shown),
    uses: computeUses(plan, totals, shown),
    segments: computeSegments(plan, totals, shown),
    speed: state === "verdict" || state === "bandit" ? computeSpeed(plan, totals) : [],
    safetyStop: looks.safetyStop,
    laterHarm: hasLater
      ? computeLaterHarm({ plan, required: requiredPerVariant ?? 0, arms: now.arms }, read, nameOf)
      : null,
    verdict: found && judged ? { ...found, ...words, asOf: judged.at.toISOString() } : null,
    bandit,
  };
}

/** The name of a variant: its version, such as "v9", or its key if the plan does not have it. */
function namesOf({ variants }: ExperimentPlan): NameOf {
  const versions = new Map(variants.map(({ key, version }) => [key, `v${version}`]));
  return (variant) => versions.get(variant) ?? variant;
}
