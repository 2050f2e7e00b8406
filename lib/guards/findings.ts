import type { LiveMetric } from "@/lib/evaluation/online/metrics";

/** One side of a comparison, as it was seen. */
export type FindingSide = {
  version: number;
  value: number | null;
  n: number;
  users: number;
  /** How many users of equal use would say as much; missing in findings stored before this was measured. */
  effectiveUsers?: number;
  /** Scores that do not count yet: the outcome window of their answers is open. Missing in old findings. */
  young?: number;
};

/** The strongest evidence of any look at a release so far, before correction over metrics. */
export type Evidence = {
  /** p, valid at every look. */
  p: number;
  /** The same without the most influential user of either side. */
  withoutOne: number;
  /** Milestones of the group-sequential test that were looked at. */
  milestones: number;
};

/**
 * How a metric reads. `waiting`: not enough scores for "same"; clearly worse is reported before.
 * `no_baseline`: nothing to compare with, and no line is crossed. `inconclusive`: over 10 % of the judgements gave no verdict. `not_clear`: worse, but not clearly past the
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
  /** One-sided p of this comparison at this time, without correction. */
  p: number | null;
  /** p that is valid at every look and corrected over the guard's metrics (Holm): α and α / 10 refer to it. */
  alarmP?: number | null;
  evidence?: Evidence;
  margin: number;
  critical: number;
  alertLine: number | null;
  floor: number | null;
  /** The absolute line that is clearly crossed, if one is. */
  crossed: "alertLine" | "floor" | null;
  /** Without the most influential user it would not read as bad: nothing is rolled back because of it. */
  hangsOnOneUser?: boolean;
  invalidShare: number;
  reading: Reading;
};

/** A segment in which a metric of the live version is worse: it is told, and nothing is rolled back for it. */
export type SegmentFinding = Pick<
  MetricFinding,
  "metric" | "label" | "kind" | "worse" | "current" | "worsening" | "p"
> & {
  attribute: string;
  /** Empty: the values that are not counted by name. */
  value: string;
  baseline: FindingSide;
  /** p that is valid at every look and corrected over all metrics, attributes and values (false discovery rate). */
  alarmP: number;
};

/**
 * Where a guard stands, for people. `worse`: clearly worse at the last look. While a cool-down runs: `rolled_back` with what it brought
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
