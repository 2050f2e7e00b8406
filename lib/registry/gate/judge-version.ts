import { type ComparedCases, compare, pOf, worseDimensions } from "./comparison";
import { type Dimension, dimensions } from "./dimensions";
import type { GateFacts, RunFacts } from "./facts";
import type { GateFinding } from "./finding";
import type { GatedDimension, GateState } from "./result";

/** Above this share of failed answers or of judgements without a usable answer, the result is inconclusive. */
export const mostUnusable = 0.1;
// Scores are means of fractions. A required and a reached 0.9 may differ by a rounding error.
const slack = 1e-9;

/** The gate's judgement of a version, as codes and values. */
export type GateJudgement = {
  state: GateState;
  /** Whether the version is compared with the live one. */
  isCompared: boolean;
  findings: GateFinding[];
  dimensions: GatedDimension[];
  comparison: ComparedCases | null;
};

/** Judges a version from the facts. Pure. */
export function judgeVersion(facts: GateFacts): GateJudgement {
  const isCompared = comparesWithLive(facts);
  return {
    ...judge(facts),
    isCompared,
    dimensions: facts.run?.status === "finished" ? toRows(facts) : [],
    comparison: isCompared ? compare(facts) : null,
  };
}

/** Whether the policy requires a comparison and another version is live. */
function comparesWithLive({ policy, liveVersion, version }: GateFacts): boolean {
  return policy.isNotWorse && liveVersion !== null && liveVersion !== version;
}

type StateWithFindings = Pick<GateJudgement, "state" | "findings">;

function judge(facts: GateFacts): StateWithFindings {
  const { run, baseline } = facts;
  if (!run) return { state: "missing", findings: [{ code: "not_evaluated", stale: facts.stale }] };
  if (run.status === "queued" || run.status === "running") return { state: "running", findings: [running(run)] };
  if (run.status !== "finished") return { state: "inconclusive", findings: [stopped(run)] };

  const doubts = [...unusable(run), ...(comparesWithLive(facts) && baseline ? unusable(baseline) : [])];
  if (doubts.length > 0) return { state: "inconclusive", findings: doubts };
  const faults = [...belowMinimum(facts), ...worseThanLive(facts)];
  const unmeasured = notMeasured(facts);
  const waiting = awaitedBaseline(facts);
  const findings = [...faults, ...unmeasured, ...(waiting ? [waiting] : [])];
  if (faults.length > 0) return { state: "failed", findings };
  if (unmeasured.length > 0) return { state: "inconclusive", findings };
  if (waiting) return { state: waiting.code === "running" ? "running" : "missing", findings };
  return { state: "passed", findings };
}

const running = ({ version, progress }: RunFacts): GateFinding => ({ code: "running", version, ...progress });

const stopped = ({ version, status, statusReason }: RunFacts): GateFinding => ({
  code: "run_stopped",
  version,
  isCancelled: status === "cancelled",
  why: statusReason,
});

function unusable({ version, failed, progress, judgements, invalidJudgements }: RunFacts): GateFinding[] {
  const tooMany = (part: number, whole: number) => whole > 0 && part / whole > mostUnusable;
  const found: GateFinding[] = [];
  const limit = mostUnusable;
  if (tooMany(failed, progress.total))
    found.push({ code: "too_many_failed", version, failed, total: progress.total, limit });
  if (tooMany(invalidJudgements, judgements))
    found.push({ code: "too_many_invalid", version, invalid: invalidJudgements, total: judgements, limit });
  return found;
}

const minimumOf = ({ policy }: GateFacts, dimension: Dimension): number | null => policy.minimums[dimension] ?? null;

const isBelow = (score: number, minimum: number) => score < minimum - slack;

function belowMinimum(facts: GateFacts): GateFinding[] {
  return dimensions.flatMap((dimension): GateFinding[] => {
    const score = facts.dimensions?.[dimension].score ?? null;
    const minimum = minimumOf(facts, dimension);
    if (score === null || minimum === null || !isBelow(score, minimum)) return [];
    return [{ code: "below_minimum", dimension, score, minimum }];
  });
}

function notMeasured(facts: GateFacts): GateFinding[] {
  const { dimensions: measured } = facts;
  const isOpen = (dimension: Dimension) => (measured?.[dimension].score ?? null) === null;
  if (dimensions.every(isOpen)) return [{ code: "not_measured", dimension: null }];
  return dimensions.filter(isOpen).flatMap((dimension): GateFinding[] => {
    if (minimumOf(facts, dimension) !== null) return [{ code: "not_measured", dimension, isOfLive: false }];
    if (!comparesWithLive(facts) || (measured?.[dimension].baselineScore ?? null) === null) return [];
    return [{ code: "not_measured", dimension, isOfLive: true }];
  });
}

function worseThanLive(facts: GateFacts): GateFinding[] {
  const { dimensions: measured, policy, baseline } = facts;
  if (!comparesWithLive(facts) || !measured || baseline?.status !== "finished") return [];
  return worseDimensions(measured, policy.alpha).map((dimension) => {
    const { broken, fixed } = measured[dimension];
    return { code: "worse_than_live", dimension, broken, fixed, p: pOf(measured[dimension]) };
  });
}

function awaitedBaseline(facts: GateFacts): GateFinding | null {
  const { baseline, isOtherJudge } = facts;
  if (!comparesWithLive(facts) || baseline?.status === "finished") return null;
  if (baseline?.status === "queued" || baseline?.status === "running") return running(baseline);
  const why = baseline ? "not_finished" : isOtherJudge ? "other_judge" : "not_evaluated";
  return { code: "baseline_missing", why };
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
    const reachesMinimum = minimum === null || (score !== null && !isBelow(score, minimum));
    const passes = reachesMinimum && !worse.includes(dimension);
    const against = isCompared
      ? { baselineScore, fixed, broken, same, p: pOf(measured[dimension]) }
      : { baselineScore: null, fixed: 0, broken: 0, same: 0, p: null };
    return [{ dimension, score, minimum, ...against, passes }];
  });
}
