import type { TrendMark, TrendPoint, TrendSpan } from "./trend";

type Part = "before" | "after" | "whole";

/**
 * Where each line draws each of its steps, by the start of the step: in its middle. In the step of a release, the line
 * that ends is drawn before the release and the line that begins after it, so that no version has a value before it was
 * live. Pure.
 */
export function placePoints(
  lines: readonly { points: readonly TrendPoint[] }[],
  { from, to, stepMs }: TrendSpan,
  marks: readonly Pick<TrendMark, "at" | "kind">[],
): Map<number, number>[] {
  const places = lines.map(({ points }) => new Map(points.map(({ at }) => [at, at + stepMs / 2])));
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
      places[line]?.set(at, isBefore ? (at + release.at) / 2 : (release.at + at + stepMs) / 2);
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
