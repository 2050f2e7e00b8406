import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { formatLine, formatLive } from "../finding-words";
import type { MetricFinding } from "../findings";
import type { GuardFields } from "../schema";

/** A limit of the live version's value, beyond which the guard alerts or rolls back. */
export type QualityLimit = { kind: "alert" | "floor"; value: number; label: string; isRelative: boolean };

type Guard = Pick<GuardFields, "metrics" | "rollsBack"> | null;

/** A value that is worse by this much: absolute for rates, relative for means. */
function worseThan(value: number, by: number, { kind, worse }: Pick<MetricFinding, "kind" | "worse">): number {
  const size = kind === "rate" ? by : Math.abs(value) * by;
  return worse === "lower" ? value - size : value + size;
}

/**
 * The limits of a chart: those configured for the metric, else the margins relative to the previous version, if there
 * is one. Pure.
 */
export function toLimits(guard: Guard, metric: LiveMetric | null, finding: MetricFinding | null): QualityLimit[] {
  const own = guard?.metrics.find(({ name }) => name === metric);
  if (!guard || !own || metric === null) return [];
  const words = { alert: "Alert", floor: guard.rollsBack ? "Roll back" : "Far worse" } as const;
  const limit = (kind: "alert" | "floor", value: number, isRelative: boolean): QualityLimit => {
    const shown = isRelative ? formatLive(metric, value) : formatLine(metric, value);
    return { kind, value, label: `${words[kind]}, ${shown}`, isRelative };
  };
  const base = finding?.baseline?.value;
  const relative = (kind: "alert" | "floor", by: number | undefined) =>
    finding && base !== null && base !== undefined && by !== undefined
      ? [limit(kind, worseThan(base, by, finding), true)]
      : [];
  return [
    ...(own.alertLine === undefined ? relative("alert", finding?.margin) : [limit("alert", own.alertLine, false)]),
    ...(own.floor === undefined ? relative("floor", finding?.critical) : [limit("floor", own.floor, false)]),
  ];
}
