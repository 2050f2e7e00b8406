import type { Reading } from "@/lib/guards/findings";
import { freshMemory } from "@/lib/guards/memory";
import { advance, type Check } from "@/lib/guards/state";
import { metricFinding } from "./metric-finding";

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
/** An instant, in minutes after the first check. */
export const at = (minutes: number) => new Date(start + minutes * minute);

/** What a check reads for each metric, and the metrics with new scores (default: all). */
export type CheckInput = {
  readings: Partial<Record<"completion" | "thumbs", Reading>>;
  fresh?: ("completion" | "thumbs")[];
};

export const finding = (metric: "completion" | "thumbs", reading: Reading) =>
  metricFinding({ metric, label: metric, reading });

export function check({ readings, fresh }: CheckInput, minutes: number, revision = 2): Check {
  const metrics = Object.keys(readings) as ("completion" | "thumbs")[];
  const findings = metrics.map((metric) => finding(metric, readings[metric] ?? "same"));
  const marks = Object.fromEntries((fresh ?? metrics).map((metric) => [metric, at(minutes).toISOString()]));
  return { revision, baselineVersion: 1, isConcurrent: false, findings, fresh: marks };
}

/** Runs consecutive checks, one per minute. Returns the steps. */
export function play(
  checks: readonly CheckInput[],
  { rollsBack = true, memory = freshMemory(0), from = 0, revision = 2 } = {},
) {
  let last = memory;
  return checks.map((seen, index) => {
    const step = advance(last, check(seen, from + index, revision), rollsBack, at(from + index));
    last = step.memory;
    return step;
  });
}
export const all = (reading: Reading): CheckInput => ({ readings: { completion: reading } });
