import { readSegmentSides } from "@/lib/evaluation/online/queries/segment-sides";
import { isRateMetric } from "../finding-words";
import type { GuardMemory } from "../memory";
import { outcomeMinutesOf } from "../schema";
import { detectSegments, segmentWindow } from "../segments";
import type { Comparison } from "./compared";
import type { WatchedGuard } from "./due";

/**
 * The interval between checks of segments. A check reads about ten thousand scores. Segments fill slowly, so more
 * frequent checks would cost much and find little.
 */
const everyMs = 5 * 60_000;

/**
 * Checks the live version segment by segment. Null if no segments are marked, there is nothing to compare with, or the
 * last check is too recent.
 */
export async function lookAtSegments(
  guard: WatchedGuard,
  { metrics, baselineVersion, isConcurrent }: Comparison,
  { segments: before, findings }: Pick<GuardMemory, "segments" | "findings">,
): Promise<GuardMemory["segments"] | null> {
  const { version, since, now } = guard;
  if (!guard.hasSegments || baselineVersion === null) return null;
  if (before && now.getTime() - new Date(before.at).getTime() < everyMs) return null;
  const size = segmentWindow(guard);
  const minutesOf = (name: string) => {
    const rule = guard.metrics.find((one) => one.name === name);
    return rule ? outcomeMinutesOf(rule) : 0;
  };
  const sides = await readSegmentSides(guard, {
    metrics: metrics.map(({ metric, series }) => ({
      metric,
      series,
      minutes: minutesOf(metric),
      isMean: !isRateMetric(metric),
    })),
    versions: [
      { version, size, since },
      { version: baselineVersion, size, since: isConcurrent ? since : new Date(0) },
    ],
    now,
  });
  const look = detectSegments(guard, sides, { whole: findings, milestones: before?.milestones ?? {} });
  return { ...look, at: now.toISOString() };
}
