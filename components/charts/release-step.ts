import type { TrendMark, TrendPoint, TrendSpan } from "./trend";

type Part = "before" | "after" | "whole";

/**
 * Where each line draws each of its steps, by the start of the step: in its middle, or, in a step that is not over, in
 * the middle of the part until `until`, so that no value lies in the future. In the step of a release, the line that
 * ends is drawn before the release and the line that begins after it, so that no version has a value before it was
 * live. Pure.
 */
export function placePoints(
  lines: readonly { points: readonly TrendPoint[] }[],
  { from, to, stepMs }: TrendSpan,
  marks: readonly Pick<TrendMark, "at" | "kind">[],
  until = Number.POSITIVE_INFINITY,
): Map<number, number>[] {
  const endOf = (at: number) => Math.max(at, Math.min(at + stepMs, until));
  const places = lines.map(({ points }) => new Map(points.map(({ at }) => [at, (at + endOf(at)) / 2])));
  for (let at = from; at < to; at += stepMs) {
    const inside = marks.filter(
      (mark) => (mark.kind === "release" || mark.kind === "by-itself") && mark.at > at && mark.at < at + stepMs,
    );
    const [release] = inside;
    if (!release || inside.length > 1) continue;
    const parts = lines.map(({ points }) => partOf(points, at));
    const known = parts.filter((part) => part !== null);
    const ends = known.includes("before");
    const begins = known.includes("after");
    if (known.length < 2 || known.includes("whole") || !(ends || begins)) continue;
    for (const [line, part] of parts.entries()) {
      if (part === null) continue;
      // A line of one step takes the part that the others leave.
      const isBefore = part === "before" || (part === "single" && begins);
      places[line]?.set(at, isBefore ? (at + release.at) / 2 : (release.at + Math.max(release.at, endOf(at))) / 2);
    }
  }
  return places;
}

function partOf(points: readonly TrendPoint[], at: number): Part | "single" | null {
  if (!points.some((point) => point.at === at)) return null;
  const isFirst = points.every((point) => point.at >= at);
  const isLast = points.every((point) => point.at <= at);
  return isFirst && isLast ? "single" : isLast ? "before" : isFirst ? "after" : "whole";
}
