import { type MetricName, metrics } from "../metrics";
import type { Guardrail } from "../plan";

// Number formats: a no-break space before units, a real minus sign, two or three significant digits.
const space = "\u00a0";

/** "18,912" */
export const formatCount = (value: number): string => Math.round(value).toLocaleString("en-US");

const sign = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text);

/**
 * Money with two or three significant digits: "$0.0041", "$12.30". `isCompared`: also when the last one is 0, so that
 * the amounts of a row have as many.
 */
export function formatMoney(value: number, isCompared = false): string {
  const size = Math.abs(value);
  if (size === 0) return "$0";
  if (size >= 1) return `$${size.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const digits = Math.min(8, Math.max(2, 1 - Math.floor(Math.log10(size))));
  // "$0.0005" rather than "$0.00050". Amounts of $0.001 or more keep their trailing zeros.
  return `$${digits > 4 && !isCompared ? size.toFixed(digits).replace(/\.?0+$/, "") : size.toFixed(digits)}`;
}

/** "412 ms", "2.91 s". The unit depends on `scale`, so that compared values have the same unit. */
function duration(ms: number, scale = ms): string {
  return Math.abs(scale) >= 1000 ? `${(ms / 1000).toFixed(2)}${space}s` : `${Math.round(ms)}${space}ms`;
}

/** A share in percent: "68.0 %", "0.42 %". */
export function formatShare(share: number, digits?: number): string {
  const percent = share * 100;
  const fit = Math.abs(percent) > 0 && Math.abs(percent) < 1 ? 2 : 1;
  return `${percent.toFixed(digits ?? fit)}${space}%`;
}

const isMoney = (metric: MetricName) => metric === "cost" || metric === "cost_per_completion";

/** The value of an arm: "71.9 %", "$0.0046", "431 ms"; "–" if there is none. */
export function formatValue(metric: MetricName, value: number | null): string {
  if (value === null) return "–";
  if (metrics[metric].kind === "rate") return formatShare(value);
  if (isMoney(metric)) return formatMoney(value);
  return metrics[metric].kind === "quantile" ? duration(value) : value.toFixed(2);
}

/** The value of an arm, or "3 of 41,380" for a rate with few events. */
export function formatMetric(
  metric: MetricName,
  { value, numerator, denominator }: { value: number | null; numerator: number | null; denominator: number | null },
): string {
  if (metrics[metric].kind === "rate" && numerator !== null && denominator !== null && numerator < 10)
    return `${formatCount(numerator)} of ${formatCount(denominator)}`;
  return isMoney(metric) && value !== null ? formatMoney(value, true) : formatValue(metric, value);
}

/** A change with its sign: "+3.8 pts", "−$0.0005", "+19 ms"; "–" if there is none. */
export function formatDifference(metric: MetricName, difference: number | null, scale?: number): string {
  if (difference === null || !Number.isFinite(difference)) return "–";
  const size = Math.abs(difference);
  if (metrics[metric].kind === "rate") {
    const points = size * 100;
    const text = points.toFixed(points >= 0.1 || points === 0 ? 1 : 2);
    return `${sign(Number(text) === 0 ? 0 : difference, text)}${space}pts`;
  }
  if (isMoney(metric)) return sign(difference, formatMoney(size));
  if (metrics[metric].kind === "quantile") return sign(difference, duration(size, scale ?? size));
  return sign(Number(size.toFixed(2)) === 0 ? 0 : difference, size.toFixed(2));
}

/** "1.8 and 5.8 points", "−$0.0001 and +$0.0004": both ends of an interval, with words for an open end. */
export function formatBounds(metric: MetricName, [low, high]: readonly [number | null, number | null]): string {
  if (low === null && high === null) return "too few to tell";
  if (low === null) return `below ${formatDifference(metric, high)}`;
  if (high === null) return `above ${formatDifference(metric, low)}`;
  return `${formatDifference(metric, low)} to ${formatDifference(metric, high)}`;
}

/** "margin 0.5 pts", "margin 10 %". */
export function formatMargin({ metric, margin }: Guardrail): string {
  const points = Number((margin * 100).toPrecision(3));
  return metrics[metric].kind === "rate" ? `margin ${points}${space}pts` : `margin ${points}${space}%`;
}

/** "< 0.001" or two significant digits. */
export function formatP(p: number): string {
  if (p < 0.001) return `<${space}0.001`;
  return p < 0.01 ? p.toFixed(3) : p.toFixed(2);
}

const months = "January February March April May June July August September October November December".split(" ");

/** "24 November", in UTC. */
export function formatDay(iso: string): string {
  const at = new Date(iso);
  return `${at.getUTCDate()}${space}${months[at.getUTCMonth()]}`;
}

/** "1 day", "5 days". */
export const formatDays = (days: number): string =>
  `${formatCount(days)}${space}${Math.round(days) === 1 ? "day" : "days"}`;
