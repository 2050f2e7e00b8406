import type { LiveMetric } from "@/lib/evaluation/online/metrics";

/** One side of a comparison, as it was seen. */
export type FindingSide = { version: number; value: number | null; n: number; users: number };

/**
 * How a metric reads. `waiting`: not enough scores of a side. `no_baseline`: nothing to compare with, and no line is
 * crossed. `inconclusive`: over 10 % of the judgements gave no verdict. `not_clear`: worse, but not clearly past the
 * margin. `worse` and `critical` are what a guard acts on.
 */
export type Reading =
  | "waiting"
  | "no_baseline"
  | "inconclusive"
  | "better"
  | "same"
  | "not_clear"
  | "worse"
  | "critical";

/** What a check found of one metric. */
export type MetricFinding = {
  metric: LiveMetric;
  label: string;
  kind: "rate" | "mean";
  worse: "lower" | "higher";
  series: string;
  current: FindingSide;
  baseline: FindingSide | null;
  /** Scores a side needs. */
  needed: number;
  /** Whether both sides are of the same hours: the baseline is the concurrent control. */
  isConcurrent: boolean;
  /** How much worse than the baseline: a share for rates, relative for means; negative is better. */
  worsening: number | null;
  /** One-sided; corrected over the guard's metrics by Holm and, once its first window is full, over looks to come. */
  p: number | null;
  margin: number;
  critical: number;
  alertLine: number | null;
  floor: number | null;
  /** The absolute line that is clearly crossed, if one is. */
  crossed: "alertLine" | "floor" | null;
  invalidShare: number;
  reading: Reading;
};

/**
 * Where a guard stands, for people. `worse`: so twice in a row. While a cool-down runs: `rolled_back` with what it brought
 * back still live, `cooling_down` when somebody released something else meanwhile.
 */
export type GuardStatus =
  | "off"
  | "waiting"
  | "inconclusive"
  | "watching"
  | "suspect"
  | "worse"
  | "rolled_back"
  | "cooling_down";

/** What a check came to. `suspect`: worse for the first time. */
export type CheckOutcome = "waiting" | "inconclusive" | "ok" | "suspect" | "worse" | "critical" | "cooling_down";
