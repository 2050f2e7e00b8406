import type { MetricFinding } from "@/lib/guards/findings";

/** A finding about v12 against v11: the rate of good answers is clearly lower. */
export const metricFinding = (more: Partial<MetricFinding> = {}): MetricFinding => ({
  metric: "scorer:good",
  label: "Good answers",
  kind: "rate",
  worse: "lower",
  series: "v1",
  current: { version: 12, value: 0.744, n: 308, users: 300 },
  baseline: { version: 11, value: 0.886, n: 1_000, users: 900 },
  needed: 200,
  isConcurrent: false,
  worsening: 0.142,
  p: 0.0001,
  margin: 0.02,
  critical: 0.08,
  alertLine: null,
  floor: null,
  crossed: null,
  invalidShare: 0,
  reading: "critical",
  ...more,
});
