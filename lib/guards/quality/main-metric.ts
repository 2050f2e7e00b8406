import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { MetricFinding } from "../findings";
import { harmful } from "./phrases";

type MainMetricInput = {
  /** The metric from the URL. */
  requested: LiveMetric | undefined;
  findings: readonly MetricFinding[];
  guard: { metrics: readonly { name: LiveMetric }[] } | null;
  evaluation: { scorers: readonly { id: string }[] } | null;
  /** The metrics with scores in the span. */
  scores: readonly { metric: LiveMetric; scores: number }[];
};

const plainOrder = [
  "thumbs",
  "completion",
  "stars",
  "edit_rate",
  "regeneration_rate",
  "refusal_rate",
  "violation_rate",
];

/**
 * The metrics that can be selected (the guard's first, then scorers, then reported ones and feedback), and the
 * displayed one: the requested metric, else the one that got worse, else the first with scores. Pure.
 */
export function mainMetric({ requested, findings, guard, evaluation, scores }: MainMetricInput) {
  const watched = guard?.metrics.map(({ name }) => name) ?? [];
  const scorers = evaluation?.scorers.map(({ id }): LiveMetric => `scorer:${id}`) ?? [];
  const place = ({ metric }: { metric: string }) => (plainOrder.indexOf(metric) + 100) % 100;
  const plain = scores.toSorted((a, b) => place(a) - place(b)).map(({ metric }) => metric);
  const metrics = [...new Set<LiveMetric>([...watched, ...scorers, ...plain])];
  const has = (metric: LiveMetric) => scores.some((one) => one.metric === metric && one.scores > 0);
  const worst = harmful(findings)[0]?.metric;
  const chosen =
    (requested && metrics.includes(requested) ? requested : undefined) ??
    (worst && metrics.includes(worst) ? worst : undefined) ??
    metrics.find(has) ??
    metrics[0] ??
    null;
  return { metrics, chosen };
}
