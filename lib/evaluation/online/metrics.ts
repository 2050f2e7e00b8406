import { metrics as experimentMetrics, type MetricName } from "@/lib/experiments/metrics";

const { completion, thumbs, stars, edit_rate, regeneration_rate, refusal_rate, violation_rate, cost } =
  experimentMetrics satisfies Record<MetricName, unknown>;

/** Metrics of live answers that need no scorer: from events and from feedback. */
export const plainMetrics = {
  completion,
  thumbs,
  stars,
  edit_rate,
  regeneration_rate,
  refusal_rate,
  violation_rate,
  cost,
  latency: { label: "Total time", kind: "mean", base: "of answers", worse: "higher" },
  ttft: { label: "First token", kind: "mean", base: "of answers", worse: "higher" },
} as const;
export type PlainMetric = keyof typeof plainMetrics;

/** A metric of live answers: a plain one, or what a scorer of the prompt's online evaluation says. */
export type LiveMetric = PlainMetric | `scorer:${string}`;

/** Whether people said it afterwards: known for every interaction they said something about, not only for samples. */
export const isFeedbackMetric = (metric: LiveMetric): boolean => metric === "thumbs" || metric === "stars";

/** Whether the text names a metric of live answers. Pure. */
export function isLiveMetric(text: string): text is LiveMetric {
  return Object.hasOwn(plainMetrics, text) || /^scorer:[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** The id of the scorer behind a metric; null for a plain one. */
export const scorerOf = (metric: LiveMetric): string | null =>
  metric.startsWith("scorer:") ? metric.slice("scorer:".length) : null;

/** Plain metrics are measured in one way for ever. */
export const plainSeries = "plain";
