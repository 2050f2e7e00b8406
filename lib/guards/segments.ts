import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { SegmentSides } from "@/lib/evaluation/online/queries/segment-sides";
import { benjaminiHochberg } from "@/lib/experiments/statistics";
import { alarmP, comparisonP, progressOf } from "./compare";
import { marginOf } from "./describe-guard";
import { toFindingSide, worseningOf } from "./detect";
import { isRateMetric } from "./finding-words";
import type { MetricFinding, SegmentFinding } from "./findings";
import type { GuardFields } from "./schema";

/** The number of guard windows that are read. A segment of 5 % of the users then has a quarter of a window. */
const windowsRead = 5;
/** The minimum number of users per side in a segment. */
const fewestUsers = 20;

type Rules = Pick<GuardFields, "metrics" | "window" | "alpha">;

/** The number of newest scores of a version that are read for its segments. */
export const segmentWindow = ({ window }: Pick<GuardFields, "window">): number => window * windowsRead;

/** The findings of a check of the segments, and the tested milestones by metric. */
export type SegmentLook = { findings: SegmentFinding[]; milestones: { [metric in LiveMetric]?: number } };

/**
 * The segments in which the live version is worse. As for the whole version, the p-value is valid at every check. It is
 * corrected over all metrics, attributes and values (Benjamini & Hochberg 1995): of the reported segments, at most a
 * share of α is not worse. Metrics in which the whole version is worse are omitted, because the guard reports them
 * itself. Pure.
 */
export function detectSegments(
  rules: Rules,
  all: readonly SegmentSides[],
  { whole, milestones }: { whole: readonly MetricFinding[]; milestones: SegmentLook["milestones"] },
): SegmentLook {
  const seen: SegmentLook["milestones"] = { ...milestones };
  const tested = all.flatMap((one) => {
    const { metric, current, baseline } = one;
    const rule = rules.metrics.find(({ name }) => name === metric);
    const found = whole.find((each) => each.metric === metric);
    const kind = isRateMetric(metric) ? ("rate" as const) : ("mean" as const);
    const progress = progressOf({ ...current, n: one.read }, segmentWindow(rules), milestones[metric] ?? 0);
    seen[metric] = Math.max(seen[metric] ?? 0, progress.milestone);
    if (!rule || !found || Math.min(current.n, baseline.n) < fewestUsers) return [];
    const p = alarmP(kind, rule.worse, { current, baseline }, progress);
    return [{ one, rule, found, kind, p }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const findings = tested.flatMap(({ one, rule, found, kind }, index): SegmentFinding[] => {
    const { metric, attribute, value, current, baseline } = one;
    const worsening = worseningOf(kind, rule.worse, baseline, current);
    const isReported = found.reading === "worse" || found.reading === "critical";
    const alarm = adjusted[index] ?? 1;
    if (isReported || alarm > rules.alpha || worsening === null || worsening < marginOf(rule)) return [];
    return [
      {
        attribute,
        value,
        metric,
        label: found.label,
        kind,
        worse: rule.worse,
        current: toFindingSide(kind, current),
        baseline: toFindingSide(kind, baseline),
        worsening,
        p: comparisonP(kind, rule.worse, { baseline, current }),
        alarmP: alarm,
      },
    ];
  });
  return { findings: findings.toSorted((a, b) => a.alarmP - b.alarmP), milestones: seen };
}

/** Groups findings by segment. Pure. */
export function bySegment(findings: readonly SegmentFinding[]): SegmentFinding[][] {
  const segments = new Map<string, SegmentFinding[]>();
  for (const one of findings) {
    const key = `${one.attribute}:${one.value}`;
    segments.set(key, [...(segments.get(key) ?? []), one]);
  }
  return [...segments.values()];
}
