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

/** A metric of live answers: a plain one, or the score of a scorer of the prompt's online evaluation. */
export type LiveMetric = PlainMetric | `scorer:${string}`;

/** Whether the metric comes from feedback. It is scored for every interaction with feedback, not only for samples. */
export const isFeedbackMetric = (metric: LiveMetric): boolean => metric === "thumbs" || metric === "stars";

/** Whether the text is the name of a metric of live answers. Pure. */
export function isLiveMetric(text: string): text is LiveMetric {
  return Object.hasOwn(plainMetrics, text) || /^scorer:[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** The id of the scorer of a metric. Null for a plain metric. */
export const scorerOf = (metric: LiveMetric): string | null =>
  metric.startsWith("scorer:") ? metric.slice("scorer:".length) : null;

/** The only series of plain metrics: their measurement never changes. */
export const plainSeries = "plain";
