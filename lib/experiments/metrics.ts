/** The metrics of experiments. Lower is better if `worse` is "higher". */
export const metrics = {
  completion: { label: "Tasks finished", kind: "rate", base: "of answers", worse: "lower" },
  thumbs: { label: "Thumbs up", kind: "rate", base: "of rated", worse: "lower" },
  stars: { label: "Stars", kind: "mean", base: "of rated", worse: "lower" },
  edit_rate: { label: "Edited", kind: "rate", base: "of answers", worse: "higher" },
  regeneration_rate: { label: "Asked again", kind: "rate", base: "of answers", worse: "higher" },
  refusal_rate: { label: "Refusals", kind: "rate", base: "of answers", worse: "higher" },
  violation_rate: { label: "Violations", kind: "rate", base: "of answers", worse: "higher" },
  cost: { label: "Cost per answer", kind: "mean", base: "of answers", worse: "higher" },
  cost_per_completion: { label: "Cost per finished task", kind: "mean", base: "of finished", worse: "higher" },
  ttft_p50: { label: "First token, p50", kind: "quantile", base: "of answers", worse: "higher" },
  ttft_p95: { label: "First token, p95", kind: "quantile", base: "of answers", worse: "higher" },
  latency_p50: { label: "Total time, p50", kind: "quantile", base: "of answers", worse: "higher" },
  latency_p95: { label: "Total time, p95", kind: "quantile", base: "of answers", worse: "higher" },
} as const satisfies Record<string, MetricDefinition>;

type MetricDefinition = {
  label: string;
  /** rate: a share of a count; mean: a sum divided by a count; quantile: a quantile of all values. */
  kind: "rate" | "mean" | "quantile";
  /** What the metric is counted over. */
  base: string;
  worse: "lower" | "higher";
};

export type MetricName = keyof typeof metrics;

/** Metrics that are a ratio of two sums over users. */
export const ratioMetrics = [
  "completion",
  "thumbs",
  "stars",
  "edit_rate",
  "regeneration_rate",
  "refusal_rate",
  "violation_rate",
  "cost",
  "cost_per_completion",
] satisfies MetricName[];
export type RatioMetric = (typeof ratioMetrics)[number];

/** Metrics whose outcome is known only some time after the answer, with their default outcome windows in minutes. */
export const defaultWindows = {
  completion: 60,
  thumbs: 1_440,
  stars: 1_440,
  edit_rate: 60,
  regeneration_rate: 60,
} as const satisfies Partial<Record<MetricName, number>>;
export type WindowedMetric = keyof typeof defaultWindows;
