import { type LiveMetric, plainMetrics, scorerOf } from "@/lib/evaluation/online/metrics";
import { formatCount, formatP, formatShare, formatValue } from "@/lib/experiments/results/figures";
import type { MetricFinding, Reading } from "./findings";

/** Whether a live metric is a share. A scorer's value is the share of answers that passed. */
export const isRateMetric = (metric: LiveMetric): boolean =>
  scorerOf(metric) !== null || plainMetrics[metric as keyof typeof plainMetrics].kind === "rate";

/** The label of a metric. For a scorer its name, if it still exists. Pure. */
export function metricLabel(metric: LiveMetric, scorers: readonly { id: string; name: string }[]): string {
  const id = scorerOf(metric);
  if (id === null) return plainMetrics[metric as keyof typeof plainMetrics].label;
  return scorers.find((one) => one.id === id)?.name ?? id;
}

/** A value of a metric with its unit: "88.6 %", "1.32 s", "$0.0041", "4.20"; "–" if there is none. */
export function formatLive(metric: LiveMetric, value: number | null): string {
  if (value === null) return "–";
  if (isRateMetric(metric)) return formatShare(value);
  if (metric === "cost") return formatValue("cost", value);
  if (metric === "stars") return formatValue("stars", value);
  return formatValue("latency_p50", value);
}

type MetricChange = Pick<MetricFinding, "kind" | "worse" | "worsening">;

/** The change from the previous version, with a sign: "−14.2 pts" for rates, "+32 %" for means; "" if unknown. */
export function formatChange({ kind, worse, worsening }: MetricChange): string {
  if (worsening === null) return "";
  const size = Math.abs(worsening * 100);
  const text = kind === "rate" ? `${size.toFixed(1)}\u00a0pts` : `${size.toFixed(size < 10 ? 1 : 0)}\u00a0%`;
  if (Number(size.toFixed(1)) === 0) return text;
  return worsening > 0 === (worse === "lower") ? `−${text}` : `+${text}`;
}

/** The p-value that it is worse: "< 0.001" or two significant digits; "" if nothing was tested or it is better. */
export const formatFindingP = ({ p, reading }: Pick<MetricFinding, "p" | "reading">): string =>
  p === null || reading === "better" ? "" : formatP(p);

const round = (number: number) => Number((number * 100).toPrecision(3));

/** A line or a margin without trailing zeros: "80 %", "2 pts", "1.20 s". */
export function formatLine(metric: LiveMetric, value: number): string {
  return isRateMetric(metric) ? `${round(value)}\u00a0%` : formatLive(metric, value);
}

/**
 * A reading in a few words: "Worse, under 80 %", "Not clearly past 2 pts". For `waiting` the number of scores. Pure.
 */
export function readingWords(finding: MetricFinding): string {
  const { reading, current, baseline, needed, crossed, metric, worse, kind, margin } = finding;
  const line = crossed === null ? null : finding[crossed];
  const past = line === null ? "" : `, ${worse === "lower" ? "under" : "over"} ${formatLine(metric, line)}`;
  const fewest = Math.min(current.n, baseline?.n ?? current.n);
  const words = {
    waiting: `Waiting: ${formatCount(fewest)} of ${formatCount(needed)}`,
    no_baseline: "Nothing to compare with",
    inconclusive: "Too many judgements without a verdict",
    better: "Better",
    same: "Same",
    not_clear: `Not clearly past ${round(margin)}\u00a0${kind === "rate" ? "pts" : "%"}`,
    worse: `Worse${past}${finding.hangsOnOneUser ? ", depends on one user" : ""}`,
    critical: past ? `Worse${past}` : "Much worse",
  } satisfies Record<Reading, string>;
  return words[reading];
}

// The order of importance: readings on which the guard acts first, then the worst metrics.
const weight: Record<Reading, number> = {
  critical: 7,
  worse: 6,
  not_clear: 5,
  inconclusive: 4,
  waiting: 3,
  no_baseline: 2,
  same: 1,
  better: 0,
};

/** Sorts findings by importance. Pure. */
export function worstFirst(findings: readonly MetricFinding[]): MetricFinding[] {
  return findings.toSorted((a, b) => weight[b.reading] - weight[a.reading] || (b.worsening ?? 0) - (a.worsening ?? 0));
}

/** A finding as a sentence: "Good answers fell from 88.6 % to 74.4 % (of 308)." Pure. */
export function findingSentence({
  label,
  metric,
  current,
  baseline,
}: Pick<MetricFinding, "label" | "metric" | "current" | "baseline">): string {
  const now = `${formatLive(metric, current.value)} (of ${formatCount(current.n)})`;
  if (current.value === null || baseline === null || baseline.value === null) return `${label}: ${now}.`;
  if (current.value === baseline.value) return `${label}: ${now}, as before.`;
  const verb = current.value < baseline.value ? "fell" : "rose";
  return `${label} ${verb} from ${formatLive(metric, baseline.value)} to ${now}.`;
}

/**
 * "Not counted yet: 60 of Thumbs up. …": the scores of the live version whose answers are not old enough to count.
 * Pure.
 */
export function youngWords(findings: readonly Pick<MetricFinding, "label" | "current">[]): string {
  const young = findings.flatMap(({ label, current }) =>
    current.young ? [`${formatCount(current.young)} of ${label}`] : [],
  );
  if (young.length === 0) return "";
  return `Not counted yet: ${young.join(", ")}. An answer counts when its outcome window is over, in both versions.`;
}
