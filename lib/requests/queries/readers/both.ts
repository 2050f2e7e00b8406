import type { Pace } from "../../pace";
import type { Counts, RequestReader, RequestRow } from "./reader";

const newestFirst = (a: RequestRow, b: RequestRow) =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** Combines two paces, so that neither store takes too long. Pure. */
const slowerOf = (one: Pace, other: Pace): Pace => ({
  firstPartMs: Math.min(one.firstPartMs, other.firstPartMs),
  partMs: Math.min(one.partMs, other.partMs),
  mostFactor: Math.min(one.mostFactor, other.mostFactor),
  mostFixedMs: Math.max(one.mostFixedMs, other.mostFixedMs),
});

/** Combines two readers that have no rows in common. */
export function readersTogether(one: RequestReader, other: RequestReader): RequestReader {
  return {
    isIndexed: one.isIndexed && other.isIndexed,
    pace: slowerOf(one.pace, other.pace),
    async span() {
      const spans = (await Promise.all([one.span(), other.span()])).filter((span) => span !== null);
      if (spans.length === 0) return null;
      return {
        oldest: new Date(Math.min(...spans.map(({ oldest }) => oldest.getTime()))),
        newest: new Date(Math.max(...spans.map(({ newest }) => newest.getTime()))),
      };
    },
    async read(part) {
      const [ours, others] = await Promise.all([one.read(part), other.read(part)]);
      return [...ours, ...others].toSorted(newestFirst).slice(0, part.limit);
    },
    async count(time) {
      const counts = await Promise.all([one.count(time), other.count(time)]);
      const sums = new Map<number, number>();
      for (const { at, count } of counts.flat()) sums.set(at.getTime(), (sums.get(at.getTime()) ?? 0) + count);
      return [...sums].map(([at, count]): Counts[number] => ({ at: new Date(at), count }));
    },
  };
}
