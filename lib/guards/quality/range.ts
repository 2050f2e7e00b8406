/** How far back a chart goes. */
export const qualityRanges = ["24h", "7d", "30d"] as const;
export type QualityRange = (typeof qualityRanges)[number];

const hourMs = 3_600_000;
const spans: Record<QualityRange, { hours: number; stepHours: number }> = {
  "24h": { hours: 24, stepHours: 1 },
  "7d": { hours: 168, stepHours: 6 },
  "30d": { hours: 720, stepHours: 24 },
};

/** Instants in milliseconds; `stepMs` is the width of one point of the chart, of which there are 24 to 30. */
export type QualitySpan = { from: number; to: number; stepMs: number };

/** The span of a range that ends with the hour that runs now; a day's points are those of UTC. Pure. */
export function spanOf(range: QualityRange, now: number): QualitySpan {
  const { hours, stepHours } = spans[range];
  const stepMs = stepHours * hourMs;
  const to = Math.ceil((now + 1) / stepMs) * stepMs;
  return { from: to - hours * hourMs, to, stepMs };
}

/** The shortest range that contains an instant (ISO), the longest where none does; 24 hours without one. Pure. */
export function rangeSince(at: string | null, now: number): QualityRange {
  if (at === null) return "24h";
  return qualityRanges.find((range) => spanOf(range, now).from <= Date.parse(at)) ?? "30d";
}

/** "by the hour", "by 6 hours", "by the day": the time that one point of the chart covers. */
export function stepWords({ stepMs }: Pick<QualitySpan, "stepMs">): string {
  const hours = stepMs / hourMs;
  return hours === 1 ? "by the hour" : hours === 24 ? "by the day (UTC)" : `by ${hours} hours`;
}
