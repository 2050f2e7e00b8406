import { type MetricName, metrics } from "../metrics";
import {
  formatBounds,
  formatDifference,
  formatMargin,
  formatMetric,
  formatP,
  formatShare,
  formatValue,
} from "./figures";
import type { Comparison, ExperimentResults, LiveRange, MetricValue } from "./schema";

export type MetricRow = {
  metric: MetricName;
  name: string;
  /** "of answers", "margin 0.5 pts". */
  note: string;
  baseline: string;
  value: string;
  change: string;
  p: string;
  reading: string;
  tone: "positive" | "negative" | "neutral";
  /** The bar on the axis: a share of the control for metrics, units of its margin for guardrails. Right is better. */
  bar: { low: number | null; high: number | null; at: number | null } | null;
  /** The interval as text. */
  range: string;
  label: string;
};

export type MetricGroup = { role: Comparison["role"]; rows: MetricRow[] };
export type MetricTableData = { variant: string; groups: MetricGroup[] };

/** The width of a guardrail's axis, in margins. The margin is an eighth from the left edge. */
export const marginRange = 4 / 3;

const better: Partial<Record<MetricName, string>> = {
  cost: "Cheaper",
  cost_per_completion: "Cheaper",
  ttft_p50: "Faster",
  ttft_p95: "Faster",
  latency_p50: "Faster",
  latency_p95: "Faster",
};
const worse: Partial<Record<MetricName, string>> = {
  cost: "More expensive",
  cost_per_completion: "More expensive",
  ttft_p50: "Slower",
  ttft_p95: "Slower",
  latency_p50: "Slower",
  latency_p95: "Slower",
};

function readingOf(one: Comparison): [word: string, tone: MetricRow["tone"]] {
  const { metric, role, reading } = one;
  if (reading === "depends_on_one_user") return ["Depends on one user", "neutral"];
  if (reading === "selective_ratings") return ["Other people rate", "neutral"];
  if (reading === "better") return [better[metric] ?? "Better", "positive"];
  if (reading === "worse") return [role === "guardrail" ? "Beyond margin" : (worse[metric] ?? "Worse"), "negative"];
  if (reading === "not_worse") return [isWorseInside(one) ? "Within margin" : "Not worse", "neutral"];
  if (reading === "nothing_to_test") return ["Nothing to test", "neutral"];
  return [role === "guardrail" ? "Not clear" : "No clear change", "neutral"];
}

/** Whether a guardrail got worse, but by less than its margin. */
function isWorseInside({ metric, interval: [low, high] }: Comparison): boolean {
  return metrics[metric].worse === "higher" ? low !== null && low > 0 : high !== null && high < 0;
}

/** "12.0 % and 9.6 % rated": the share of answers with a rating, for both versions. */
const responseNote = ({ response }: Comparison): string =>
  response ? `${formatShare(response.baseline)} and ${formatShare(response.value)} rated` : "";

type Bounds = readonly [number | null, number | null];

/** Converts an interval to units of `unit`, with better values on the right. */
function toBar(metric: MetricName, [low, high]: Bounds, difference: number | null, unit: number): MetricRow["bar"] {
  if (!(unit > 0)) return null;
  const sign = metrics[metric].worse === "lower" ? 1 : -1;
  const scale = (value: number | null) => (value === null ? null : (sign * value) / unit);
  const [from, to] = sign > 0 ? [low, high] : [high, low];
  return { low: scale(from), high: scale(to), at: scale(difference) };
}

type MetricValues = {
  metric: MetricName;
  role: Comparison["role"];
  baseline: number | null;
  value: number | null;
  difference: number | null;
  interval: Bounds;
  margin: number | null;
};

function shared(results: ExperimentResults, one: MetricValues, variant: string, note: string) {
  const { metric, role, baseline, value, difference, interval, margin } = one;
  const of = (key: string | undefined): MetricValue | undefined =>
    results.variants.find((arm) => arm.key === key)?.metrics[metric];
  const { label, kind, base } = metrics[metric];
  const written = (found: MetricValue | undefined, plain: number | null) =>
    found ? formatMetric(metric, found) : formatValue(metric, plain);
  const isRelative = role === "guardrail" && kind !== "rate" && baseline !== null && baseline !== 0;
  const words = isRelative ? relativeWords(Math.abs(baseline)) : ownWords(metric, baseline);
  const change = words.change(difference);
  const unit = role === "guardrail" ? (margin ?? 0) : Math.abs(baseline ?? 0);
  return {
    metric,
    name: label,
    note: note || (kind === "rate" ? base : ""),
    baseline: written(of(results.variants[0]?.key), baseline),
    value: written(of(variant), value),
    change,
    bar: toBar(metric, interval, difference, unit),
    range: words.range(interval),
    label: `${label}: ${change}, ${words.range(interval)}`,
  };
}

/** Formats a change in the metric's own unit. */
const ownWords = (metric: MetricName, baseline: number | null) => ({
  change: (difference: number | null) => formatDifference(metric, difference, baseline ?? undefined),
  range: (interval: Bounds) => formatBounds(metric, interval),
});

/** Formats a change as a share of the control, like its margin: "+3.8 %". */
function relativeWords(baseline: number) {
  const percent = (value: number) => `${value < 0 ? "−" : "+"}${formatShare(Math.abs(value) / baseline, 1)}`;
  return {
    change: (difference: number | null) => (difference === null ? "–" : percent(difference)),
    range: ([low, high]: Bounds) =>
      low === null || high === null ? "too few to tell" : `${percent(low)} to ${percent(high)}`,
  };
}

const roles = ["primary", "guardrail", "exploratory"] as const;

function tableOf(variant: string, rows: readonly (MetricRow & { role: Comparison["role"] })[]): MetricTableData {
  const groups = roles.map((role) => ({ role, rows: rows.filter((row) => row.role === role) }));
  return {
    variant,
    groups: groups.filter((group) => group.rows.length > 0),
  };
}

type MarginOf = (metric: MetricName) => string;

/** The margins of the plan as text. */
export const marginWords =
  (guardrails: readonly { metric: MetricName; margin: number }[]): MarginOf =>
  (metric) => {
    const found = guardrails.find((one) => one.metric === metric);
    return found ? formatMargin(found) : "";
  };

/** The tables of a verdict, one per variant compared with the control. */
export function verdictTables(results: ExperimentResults, marginOf: MarginOf): MetricTableData[] {
  const comparisons = results.verdict?.comparisons ?? [];
  return results.variants.slice(1).map(({ key }) =>
    tableOf(
      key,
      comparisons
        .filter(({ variant }) => variant === key)
        .map((one) => {
          const [reading, tone] = readingOf(one);
          const isTested = one.role !== "guardrail" && one.test !== "none";
          return {
            ...shared(results, one, key, one.role === "guardrail" ? marginOf(one.metric) : responseNote(one)),
            role: one.role,
            reading,
            tone,
            p: isTested ? formatP(one.adjustedP) : "",
          };
        }),
    ),
  );
}

const difference = ({ baseline, value }: LiveRange) => (baseline === null || value === null ? null : value - baseline);

/** The tables before the sample is complete: live ranges only, without p-values and colours. */
export function liveTables(results: ExperimentResults, marginOf: MarginOf): MetricTableData[] {
  return results.variants.slice(1).map(({ key }) =>
    tableOf(
      key,
      results.live
        .filter(({ variant }) => variant === key)
        .map((one) => {
          const note = one.role === "guardrail" ? marginOf(one.metric) : "";
          const row = shared(results, { ...one, difference: difference(one) }, key, note);
          return { ...row, role: one.role, tone: "neutral" as const, p: "", reading: row.range };
        }),
    ),
  );
}
