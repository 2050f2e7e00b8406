import { isLiveMetric, type LiveMetric } from "@/lib/evaluation/online/metrics";
import { isRateMetric } from "../finding-words";

const space = "\u00a0";

/** Whether the values of a metric are shares or means. */
export const kindOf = (metric: LiveMetric): "rate" | "mean" => (isRateMetric(metric) ? "rate" : "mean");

/** A share without trailing zeros: "80 %", "12.5 %". */
export const formatRoundShare = (share: number): string => `${Number((share * 100).toFixed(1))}${space}%`;

/** "45 s", "12 min", "3 h 15 min", "2 d 4 h". */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds}${space}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${space}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${space}h${minutes % 60 ? ` ${minutes % 60}${space}min` : ""}`;
  const days = Math.floor(hours / 24);
  return `${days}${space}d${hours % 24 ? ` ${hours % 24}${space}h` : ""}`;
}

/** The metric of a URL parameter; null if it is not a metric. */
export const toLiveMetric = (text: string | null | undefined): LiveMetric | null =>
  text && text.length <= 80 && isLiveMetric(text) ? text : null;

/** The minimum range of a sparkline, so that a small change looks small in a list. */
export const leastSpan = (metric: LiveMetric, value: number | null): number =>
  isRateMetric(metric) ? 0.1 : Math.abs(value ?? 0) / 4;

/** Whether the last day of a trend is not representative: it has less than half the scores of the days before. Pure. */
export function isEndOpen(trend: readonly { n: number }[]): boolean {
  const counts = trend.map(({ n }) => n).filter((n) => n > 0);
  const before = counts.slice(0, -1).toSorted((a, b) => a - b);
  return (counts.at(-1) ?? 0) < (before[Math.floor(before.length / 2)] ?? 0) / 2;
}

/** The quantity on the axis of a metric. */
export const liveQuantity = (metric: LiveMetric) =>
  isRateMetric(metric) ? "share" : metric === "cost" ? "money" : metric === "stars" ? "number" : "time";
