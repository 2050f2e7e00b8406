import { compare, pOf, worseDimensions } from "./comparison";
import { type Dimension, dimensions } from "./dimensions";
import type { GateFacts, RunFacts } from "./facts";
import type { GatedDimension, GateReason, GateResult } from "./result";
import { capital, countWords, listWords, pWords, unlikeShares } from "./words";

/** Above this share of failed answers or of judgements without a usable answer, nothing is believed. */
export const mostUnusable = 0.1;
// Means are sums of thirds and sevenths: 0.9 asked for and 0.9 reached may differ in the last bit.
const slack = 1e-9;

/** What the gate says of a version, from the facts alone. Pure. */
export function evaluateGate(facts: GateFacts): GateResult {
  const { environment, version, suite, run, baseline } = facts;
  const isCompared = comparesWithLive(facts);
  const dimensionRows = run?.status === "finished" ? toRows(facts) : [];
  const { state, reasons } = judge(facts);
  return {
    state,
    environment,
    version,
    suite,
    liveVersion: isCompared ? facts.liveVersion : null,
    run: run && toGateRun(run),
    baseline: isCompared && baseline ? toGateRun(baseline) : null,
    dimensions: dimensionRows,
    reasons,
    comparison: isCompared ? compare(facts) : null,
    brokenCases: isCompared ? facts.brokenCases : [],
  };
}

/** Whether the policy asks for a comparison, and there is something else live to compare with. */
function comparesWithLive({ policy, liveVersion, version }: GateFacts): boolean {
  return policy.isNotWorse && liveVersion !== null && liveVersion !== version;
}

type Judged = Pick<GateResult, "state" | "reasons">;

function judge(facts: GateFacts): Judged {
  const { run, baseline } = facts;
  if (!run) return { state: "missing", reasons: [reason("not_evaluated", missingWords(facts))] };
  if (run.status === "queued" || run.status === "running") return running(run);
  if (run.status !== "finished") return { state: "inconclusive", reasons: [stopped(run)] };

  const doubts = [...unusable(run), ...(comparesWithLive(facts) && baseline ? unusable(baseline) : [])];
  if (doubts.length > 0) return { state: "inconclusive", reasons: doubts };
  const faults = [...belowMinimum(facts), ...worseThanLive(facts)];
  const unmeasured = notMeasured(facts);
  const waiting = baselineReasons(facts);
  const reasons = [...faults, ...unmeasured, ...waiting];
  if (faults.length > 0) return { state: "failed", reasons };
  if (unmeasured.length > 0) return { state: "inconclusive", reasons };
  if (waiting.length > 0) return { state: waiting[0]?.code === "running" ? "running" : "missing", reasons };
  return { state: "passed", reasons };
}

const reason = (code: GateReason["code"], message: string, dimension: Dimension | null = null): GateReason => ({
  dimension,
  code,
  message,
});

const running = (run: RunFacts): Judged => {
  const { done, total } = run.progress;
  const message = `v${run.version} is being evaluated: ${done} of ${countWords(total, "answer")}.`;
  return { state: "running", reasons: [reason("running", message)] };
};

function stopped({ status, statusReason, version }: RunFacts): GateReason {
  const why = statusReason.trim().replace(/\.$/, "");
  const words = status === "cancelled" ? "was cancelled" : "failed";
  return reason("run_stopped", `The run of v${version} ${words}${why ? `: ${why}` : ""}. Run it again.`);
}

function missingWords({ version, suite, stale }: GateFacts): string {
  if (stale === "set")
    return `v${version} was evaluated on other cases of “${suite.name}” than the approved ones (revision ${suite.revision}). Run the gate.`;
  if (stale === "scorers")
    return `v${version} was evaluated with other scorers than the approved ones of “${suite.name}”. Run the gate.`;
  if (stale === "settings")
    return `v${version} was evaluated with another model or other repeats than the gate asks for. Run it again.`;
  return `v${version} was not evaluated on “${suite.name}” yet.`;
}

function unusable({ version, failed, progress, judgements, invalidJudgements }: RunFacts): GateReason[] {
  const found: GateReason[] = [];
  const tooMany = (part: number, whole: number) => whole > 0 && part / whole > mostUnusable;
  const limit = `More than ${mostUnusable * 100}\u00a0% is too many to believe the rest. Run it again.`;
  if (tooMany(failed, progress.total)) {
    const message = `v${version}: ${failed} of ${countWords(progress.total, "answer")} failed. ${limit}`;
    found.push(reason("too_many_failed", message));
  }
  if (tooMany(invalidJudgements, judgements)) {
    const part = `${invalidJudgements} of ${countWords(judgements, "judgement")}`;
    found.push(reason("too_many_invalid", `v${version}: the judge gave no usable answer in ${part}. ${limit}`));
  }
  return found;
}

const minimumOf = ({ policy }: GateFacts, dimension: Dimension): number | null => policy.minimums[dimension] ?? null;

const isBelow = (score: number | null | undefined, minimum: number | null) =>
  score !== null && score !== undefined && minimum !== null && score < minimum - slack;

function belowMinimum(facts: GateFacts): GateReason[] {
  return dimensions.flatMap((dimension) => {
    const score = facts.dimensions?.[dimension].score ?? null;
    const minimum = minimumOf(facts, dimension);
    if (score === null || minimum === null || !isBelow(score, minimum)) return [];
    const [has, needs] = unlikeShares(score, minimum);
    return [reason("below_minimum", `${capital(dimension)} is ${has}, the minimum is ${needs}.`, dimension)];
  });
}

function notMeasured(facts: GateFacts): GateReason[] {
  const { dimensions: measured, suite, liveVersion } = facts;
  const isOpen = (dimension: Dimension) => (measured?.[dimension].score ?? null) === null;
  const suiteName = `“${suite.name}”`;
  if (dimensions.every(isOpen)) return [reason("not_measured", `No scorer of ${suiteName} measured anything.`)];
  return dimensions.filter(isOpen).flatMap((dimension) => {
    const name = capital(dimension);
    if (minimumOf(facts, dimension) !== null)
      return [reason("not_measured", `${name} has a minimum, but no scorer of ${suiteName} measured it.`, dimension)];
    if (!comparesWithLive(facts) || (measured?.[dimension].baselineScore ?? null) === null) return [];
    return [reason("not_measured", `${name} was measured of v${liveVersion}, but not of this version.`, dimension)];
  });
}

function worseThanLive(facts: GateFacts): GateReason[] {
  const { dimensions: measured, liveVersion, policy, baseline } = facts;
  if (!comparesWithLive(facts) || !measured || baseline?.status !== "finished") return [];
  return worseDimensions(measured, policy.alpha).map((dimension) => {
    const { broken, fixed } = measured[dimension];
    const counts = `${countWords(broken, "case")} broken, ${fixed === 0 ? "none" : fixed} fixed`;
    const message = `Worse than v${liveVersion} in ${dimension}: ${counts} (${pWords(pOf(measured[dimension]))}).`;
    return reason("worse_than_live", message, dimension);
  });
}

function baselineReasons(facts: GateFacts): GateReason[] {
  const { baseline, liveVersion, suite, isOtherJudge } = facts;
  if (!comparesWithLive(facts) || baseline?.status === "finished") return [];
  if (baseline?.status === "queued" || baseline?.status === "running") return running(baseline).reasons;
  const stop = baseline ? `The run of v${liveVersion}, which is live, did not finish` : null;
  if (isOtherJudge && !baseline) {
    const words = `v${liveVersion}, which is live, was judged by another judge. Run v${facts.version} again: both then have the same.`;
    return [reason("baseline_missing", words)];
  }
  const message = `${stop ?? `v${liveVersion} is live and was not evaluated on this set of “${suite.name}”`}. Run it to compare.`;
  return [reason("baseline_missing", message)];
}

function toRows(facts: GateFacts): GatedDimension[] {
  const { dimensions: measured, policy, baseline } = facts;
  if (!measured) return [];
  const isCompared = comparesWithLive(facts) && baseline?.status === "finished";
  const worse = isCompared ? worseDimensions(measured, policy.alpha) : [];
  return dimensions.flatMap((dimension) => {
    const { score, baselineScore, fixed, broken, same } = measured[dimension];
    const minimum = minimumOf(facts, dimension);
    if (score === null && minimum === null) return [];
    const passes = !(minimum !== null && score === null) && !isBelow(score, minimum) && !worse.includes(dimension);
    const against = isCompared
      ? { baselineScore, fixed, broken, same, p: pOf(measured[dimension]) }
      : { baselineScore: null, fixed: 0, broken: 0, same: 0, p: null };
    return [{ dimension, score, minimum, ...against, passes }];
  });
}

const toGateRun = ({ id, status, progress, finishedAt, repeats, isStandIn }: RunFacts) => ({
  id,
  status,
  progress,
  finishedAt,
  repeats,
  isStandIn,
});

/** Why a version may not go live, in one text for an error or a record. */
export function refusalWords({ environment, version, reasons }: GateResult, prompt: string): string {
  const why = reasons.map(({ message }) => message).join(" ");
  return `The gate of ${environment} does not let v${version} of ${prompt} pass. ${why}`;
}

/** "Blocked by accuracy and format", "Evaluating 12 of 40", "Passed": a result in a few words. */
export function shortWords({ state, run, baseline, reasons }: GateResult): string {
  if (state === "passed") return "Passed";
  if (state === "running") {
    const going = run?.status === "finished" ? baseline : run;
    return `Evaluating ${going?.progress.done ?? 0} of ${going?.progress.total ?? 0}`;
  }
  if (state === "missing") return run ? "Waits for a comparison" : "Not evaluated on this set";
  if (state === "inconclusive") return "Blocked, not conclusive";
  const named = dimensions.filter((dimension) => reasons.some((each) => each.dimension === dimension));
  return `Blocked by ${listWords(named)}`;
}
