import { prisma } from "@/lib/core/db";
import { readLiveSides } from "@/lib/evaluation/online/queries/sides";
import type { LiveMetricSides } from "@/lib/evaluation/online/types";
import { previousLive } from "@/lib/registry/lifecycle";
import { baselineWindows } from "../defaults";
import type { ComparedMetric } from "../detect";
import { outcomeMinutesOf } from "../schema";
import type { WatchedGuard } from "./due";

const releasesRead = 500;
/**
 * The holdback is the baseline from this number of scores on. Although small, it covers the same hours. The difference
 * between days can be larger than the error of a small sample.
 */
const enoughOfHoldback = 50;

export type Comparison = { baselineVersion: number | null; isConcurrent: boolean; metrics: ComparedMetric[] };

/**
 * Both sides of each watched metric. The baseline is the holdback (users who keep the previous version at the same
 * time) if it has enough scores, else the last scores of the previous version. For the live version, only scores since
 * its release count.
 */
export async function readCompared(guard: WatchedGuard): Promise<Comparison> {
  const { version, control, window, since, now } = guard;
  const before = await readPrevious(guard);
  const names = guard.metrics.map(({ name }) => name);
  const outcomeMinutes = Object.fromEntries(guard.metrics.map((metric) => [metric.name, outcomeMinutesOf(metric)]));
  const versions = [version, ...(before === null ? [] : [before])];
  const [past, present] = await Promise.all([
    readLiveSides(guard, {
      metrics: names,
      versions,
      window: [window, window * baselineWindows],
      since: [since],
      outcomeMinutes,
      now,
    }),
    control === null
      ? []
      : readLiveSides(guard, { metrics: names, versions: [version, control], window, since, outcomeMinutes, now }),
  ]);
  const isEnough = (one: LiveMetricSides | undefined) => (one?.sides[1]?.n ?? 0) >= enoughOfHoldback;
  const metrics = past.flatMap((one) => {
    const concurrent = present.find(({ metric }) => metric === one.metric);
    return toCompared(concurrent && isEnough(concurrent) ? concurrent : one, isEnough(concurrent));
  });
  const isConcurrent = metrics.some((one) => one.isConcurrent);
  return { metrics, isConcurrent, baselineVersion: isConcurrent ? control : before };
}

function toCompared({ metric, label, series, sides }: LiveMetricSides, isConcurrent: boolean): ComparedMetric[] {
  const [current, baseline = null] = sides;
  return current ? [{ metric, label, series, current, baseline, isConcurrent }] : [];
}

async function readPrevious({
  workspaceId,
  promptId,
  environmentId,
  version,
  revision,
}: WatchedGuard): Promise<number | null> {
  const releases = await prisma().release.findMany({
    where: { workspaceId, promptId, environmentId, revision: { lte: revision } },
    orderBy: { revision: "desc" },
    take: releasesRead,
    select: { kind: true, fromVersion: true, toVersion: true, evidence: true },
  });
  return previousLive(releases, version);
}
