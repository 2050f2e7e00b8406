import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { EmbeddedSnippet } from "../queries/embedded-snippets";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { windowMinutes } from "../windows";
import { readBandit } from "./bandit-results";
import { readDays } from "./days";
import { checkHealth } from "./health";
import { healthWords } from "./health-words";
import { measure, usersWithOutcome } from "./measure";
import { countedUsers, readProgress } from "./progress";
import type { ExperimentResults, VariantResults, Verdict } from "./schema";
import { readSegments } from "./segments";
import { banditWords, collectingWords, notValidWords, type Words } from "./sentences";
import { controlAnd, readLiveRanges, readSafetyStop, readTimeline } from "./timeline";
import { readUses } from "./uses";
import { readVerdict, type VerdictFacts } from "./verdict";
import { verdictWords } from "./verdict-words";

export type Snapshot = { at: Date; totals: ExperimentTotals };

/** The stored data of an experiment's phase; `complete` is the first snapshot with the planned sample. */
export type ResultsInput = {
  experiment: Pick<ExperimentResults, "id" | "name" | "prompt" | "environment" | "status" | "phase" | "planHash"> & {
    startedAt: Date | null;
    endedAt: Date | null;
    requiredPerVariant: number | null;
    isPlanUnchanged: boolean;
  };
  /** Snippets that variants put in and that got a newer version while the phase ran. */
  changedSnippets?: readonly EmbeddedSnippet[];
  plan: ExperimentPlan;
  latest: Snapshot | null;
  complete: Snapshot | null;
  /** Oldest first; thinned out for long experiments. */
  history: readonly { at: Date; arms: ArmTotals[] }[];
  weights: readonly { at: Date; batch: number; weights: Record<string, number> }[];
  /** Whether the reader may see users' ids. */
  namesUsers: boolean;
};

const noArms: ExperimentTotals = { arms: [], byExposureDay: [] };

function variantsOf(plan: ExperimentPlan, { arms }: ExperimentTotals, shown: readonly MetricName[]): VariantResults[] {
  return plan.variants.map(({ key, version, weight }, index) => {
    const arm = arms.find(({ variant }) => variant === key);
    const values = shown.flatMap((metric) => {
      const measured = arm ? measure(arm, metric) : null;
      if (!measured) return [];
      const { value, numerator, denominator, users, effectiveUsers } = measured;
      return [[metric, { value, numerator, denominator, users, effectiveUsers }] as const];
    });
    return {
      key,
      version,
      isControl: index === 0,
      weight,
      users: arm?.users ?? 0,
      interactions: arm?.interactions ?? 0,
      counted: arm ? usersWithOutcome(arm, plan.primaryMetric) : 0,
      young: arm?.mature ? arm.users - arm.mature.users : 0,
      metrics: Object.fromEntries(values),
    };
  });
}

const speedOf = (plan: ExperimentPlan, { arms }: ExperimentTotals) =>
  plan.variants.map(({ key: variant }) => {
    const arm = arms.find((one) => one.variant === variant);
    const pick = (totals: ArmTotals["latencyMs"] | undefined) => totals && { p50: totals.p50, p95: totals.p95 };
    return { variant, latencyMs: pick(arm?.latencyMs) ?? null, ttftMs: pick(arm?.ttftMs) ?? null };
  });

const withoutNames = (found: VerdictFacts): VerdictFacts => ({
  ...found,
  comparisons: found.comparisons.map((one) => ({
    ...one,
    dependsOn: one.dependsOn && { ...one.dependsOn, unitId: null },
  })),
});

/**
 * The results of a phase, from what is stored. Nothing is called early: before the planned sample there is no p, no
 * verdict and no interval but the always-valid ones. The verdict is that of the first snapshot with the whole sample,
 * so that waiting for a better one does not help. Where a check fails there are no metrics at all.
 */
export function computeResults({
  experiment,
  plan,
  latest,
  complete,
  history,
  weights,
  namesUsers,
  changedSnippets = [],
}: ResultsInput): ExperimentResults {
  const { startedAt, endedAt, requiredPerVariant, isPlanUnchanged, ...facts } = experiment;
  const isBandit = plan.kind !== "ab";
  const judged = (isBandit ? null : complete) ?? latest;
  const totals = judged?.totals ?? noArms;
  const required = requiredPerVariant ?? 0;
  const nameOf = (variant: string) => {
    const found = plan.variants.find(({ key }) => key === variant);
    return found ? `v${found.version}` : variant;
  };
  const ranMs = judged && startedAt ? judged.at.getTime() - startedAt.getTime() : 0;
  const isComplete = !isBandit && complete !== null;
  const { isValid, findings } = judged
    ? checkHealth({ plan, totals, ranMs, isComplete, isPlanUnchanged, namesUsers, changedSnippets })
    : { isValid: true, findings: [] };
  const health = { isValid, checks: findings.map((finding) => healthWords(finding)) };
  const known = controlAnd({ plan, arms: totals.arms });
  const state: ExperimentResults["state"] = !startedAt
    ? "not_started"
    : !health.isValid
      ? "not_valid"
      : isBandit
        ? "bandit"
        : isComplete && known
          ? "verdict"
          : "collecting";
  const now = latest?.totals ?? noArms;
  const planned = [plan.primaryMetric, ...plan.guardrails.map(({ metric }) => metric)];
  const shown =
    state === "verdict" || state === "bandit"
      ? (Object.keys(metrics) as MetricName[])
      : state === "not_valid"
        ? []
        : planned;
  const asOf = latest?.at.toISOString() ?? null;
  const progress = {
    isComplete,
    ...(latest && startedAt && required > 0
      ? readProgress(plan, { latest: { at: latest.at, arms: now.arms }, history, startedAt, required })
      : { counted: latest ? countedUsers(plan, now) : 0, perDay: null, expectedAt: null }),
  };
  const looks = { plan, required, arms: totals.arms };
  const canLook = !isBandit && (state === "collecting" || state === "verdict") && required > 0;
  const bandit = isBandit && state === "bandit" ? readBandit(plan, now.arms, weights) : null;
  // The verdict does not change, but a version that is still served can become harmful afterwards.
  const canStop = canLook && (state === "collecting" || facts.status === "running");
  const safetyStop = canStop ? readSafetyStop({ ...looks, arms: now.arms }, nameOf) : null;
  const read = state === "verdict" && known ? readVerdict({ plan, ...known }) : null;
  const found = read && !namesUsers ? withoutNames(read) : read;
  const words = wordsFor();
  const shownParts = { values: state !== "not_valid", differences: state === "verdict" };
  const verdict: Verdict | null = found && judged ? { ...found, ...words, asOf: judged.at.toISOString() } : null;
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
    variants: variantsOf(plan, state === "verdict" ? totals : now, shown),
    health,
    live: canLook ? readLiveRanges(looks) : [],
    timeline: canLook ? readTimeline(plan, required, history) : [],
    days: readDays(plan, totals, shownParts),
    uses: readUses(plan, totals, shownParts),
    segments: readSegments(plan, totals, shownParts),
    speed: state === "verdict" || state === "bandit" ? speedOf(plan, totals) : [],
    safetyStop,
    verdict,
    bandit,
  };

  function wordsFor(): Words {
    if (state === "not_started")
      return { sentence: "Not started yet.", detail: "The plan can still change. With the start it is frozen." };
    if (state === "not_valid") return notValidWords(health.checks);
    if (bandit) return banditWords(bandit, plan.primaryMetric, nameOf);
    if (found) return verdictWords({ ...found, control: plan.variants[0]?.key ?? "", power: plan.power, nameOf });
    if (safetyStop) return { sentence: `Stop it: ${nameOf(safetyStop.variant)} does harm.`, detail: safetyStop.reason };
    const counts = variantsOf(plan, now, []);
    const behind = counts.toSorted((a, b) => a.counted - b.counted)[0];
    return collectingWords({
      required,
      counted: progress.counted,
      behind: behind ? nameOf(behind.key) : "",
      perDay: progress.perDay,
      expectedAt: progress.expectedAt,
      asOf: asOf ?? "",
      alpha: plan.alpha,
      young: counts.reduce((sum, { young }) => sum + young, 0),
      windowMinutes: windowMinutes(plan, plan.primaryMetric),
      isStopped: endedAt !== null || facts.status !== "running",
    });
  }
}
