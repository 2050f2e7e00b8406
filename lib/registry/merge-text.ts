import { diffIndices } from "node-diff3";
import { align, countWords, similarity } from "./align";
import { inside, type MergePath, type MergeRecord, type MergeSide, type Three } from "./merge-record";

type Span = { start: number; end: number };
/**
 * Replaces lines `start` to `end` of the base by lines `from` to `to` of a side. `isLine`: one line replaced by a
 * similar one.
 */
type Hunk = Span & { side: MergeSide; from: number; to: number; isLine?: boolean };
type Region = Span & { hunks: Hunk[] };

/** A part of the merged text: without conflict, or changed by both sides. `line` starts at 0. */
type Stretch =
  | { lines: string[]; side: MergeSide | null; before: string[] }
  | (Three<string[]> & { line: { ours: number; theirs: number } });

// The cost of the longest common subsequence is the product of the lengths. Above this limit, the changed middle is one
// block.
const comparedPairs = 4_000_000;
const comparedLines = 60 * 60;

/** Merges three lists of lines. Changes that overlap, or that add lines at the same position, are conflicts. Pure. */
function mergeLines({ base, ours, theirs }: Three<string[]>): Stretch[] {
  const hunks = [...hunksOf(base, ours, "ours"), ...hunksOf(base, theirs, "theirs")];
  const stretches: Stretch[] = [];
  let done = 0;
  const keep = (end: number) => {
    if (end > done) stretches.push({ lines: base.slice(done, end), side: null, before: [] });
    done = end;
  };
  for (const region of groupHunks(hunks)) {
    keep(region.start);
    stretches.push(...settleRegion(region, base, { ours, theirs }));
    done = region.end;
  }
  keep(base.length);
  return stretches;
}

function hunksOf(base: string[], lines: string[], side: MergeSide): Hunk[] {
  const { head, tail } = sharedEnds(base, lines);
  const [middle, other] = [base.slice(head, base.length - tail), lines.slice(head, lines.length - tail)];
  if (middle.length === 0 && other.length === 0) return [];
  if (middle.length * other.length > comparedPairs)
    return [{ side, start: head, end: base.length - tail, from: head, to: lines.length - tail }];
  return diffIndices(middle, other).flatMap(({ buffer1: [start, length], buffer2: [from, count] }) =>
    splitHunk(base, lines, {
      side,
      start: head + start,
      end: head + start + length,
      from: head + from,
      to: head + from + count,
    }),
  );
}

/** Splits a replaced block at similar lines, so that each changed line is a separate hunk. */
function splitHunk(base: string[], lines: string[], { side, start, end, from, to }: Hunk): Hunk[] {
  const [before, after] = [base.slice(start, end), lines.slice(from, to)];
  if (before.length * after.length > comparedLines) return [{ side, start, end, from, to }];
  const [words, otherWords] = [before.map(countWords), after.map(countWords)];
  const pairs = align(before.length, after.length, (row, column) => {
    const [one, other] = [words[row], otherWords[column]];
    const alike = one && other ? similarity(one, other) : 0;
    return alike >= 0.3 ? alike : 0;
  });
  const hunks: Hunk[] = [];
  let [row, column] = [0, 0];
  const cut = (nextRow: number, nextColumn: number, isLine = false) => {
    if (nextRow > row || nextColumn > column)
      hunks.push({
        side,
        start: start + row,
        end: start + nextRow,
        from: from + column,
        to: from + nextColumn,
        isLine,
      });
    [row, column] = [nextRow, nextColumn];
  };
  for (const pair of pairs) {
    if (pair.before === null || pair.after === null) continue;
    cut(pair.before, pair.after);
    cut(pair.before + 1, pair.after + 1, true);
  }
  cut(before.length, after.length);
  return hunks;
}

/** The number of equal lines at the start of both lists, and at their end after that. */
function sharedEnds(one: string[], other: string[]): { head: number; tail: number } {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  return { head, tail };
}

/**
 * Groups hunks into regions that can be resolved separately. A region ends where no hunk before affects one after. Does
 * not depend on the sides, so swapping them gives the same regions.
 */
function groupHunks(hunks: Hunk[]): Region[] {
  const sorted = hunks.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const regions: Region[] = [];
  for (const [index, hunk] of sorted.entries()) {
    const region = regions.at(-1);
    if (region && (hunk.start < region.end || touches(region, sorted, index))) {
      region.hunks.push(hunk);
      region.end = Math.max(region.end, hunk.end);
    } else regions.push({ start: hunk.start, end: hunk.end, hunks: [hunk] });
  }
  return regions;
}

/**
 * Whether the hunk at `index`, or another one with the same start, has an unclear order relative to a hunk of the
 * region.
 */
function touches(region: Region, sorted: readonly Hunk[], index: number): boolean {
  for (let at = index; sorted[at]?.start === region.end; at++) {
    const hunk = sorted[at];
    if (hunk && region.hunks.some((before) => isUnclear(before, hunk))) return true;
  }
  return false;
}

/**
 * Whether the order of two adjacent changes is unclear: an addition may belong before or after the other change, unless
 * that is one changed line.
 */
function isUnclear(one: Hunk, other: Hunk): boolean {
  const adds = ({ start, end }: Span) => start === end;
  return one.end === other.start && ((adds(other) && !one.isLine) || (adds(one) && !other.isLine));
}

function settleRegion(region: Region, base: string[], sides: { ours: string[]; theirs: string[] }): Stretch[] {
  const before = base.slice(region.start, region.end);
  const ours = spanOf(region, "ours");
  const theirs = spanOf(region, "theirs");
  const linesOf = (side: MergeSide, { start, end }: Span) => sides[side].slice(start, end);
  if (!ours) return theirs ? [{ lines: linesOf("theirs", theirs), side: "theirs", before }] : [];
  if (!theirs) return [{ lines: linesOf("ours", ours), side: "ours", before }];
  return dispute(before, linesOf("ours", ours), linesOf("theirs", theirs), { ours: ours.start, theirs: theirs.start });
}

/** The lines of a side in a region; null if the side changed nothing there. */
function spanOf({ hunks, start, end }: Region, side: MergeSide): Span | null {
  const own = hunks.filter((hunk) => hunk.side === side);
  const [first, last] = [own[0], own.at(-1)];
  return first && last ? { start: first.from - (first.start - start), end: last.to + (end - last.end) } : null;
}

/** Two changes of the same lines. Equal lines at both ends are not part of the conflict. */
function dispute(base: string[], ours: string[], theirs: string[], line: { ours: number; theirs: number }): Stretch[] {
  const { head, tail } = sharedEnds(ours, theirs);
  const settled = (lines: string[]): Stretch[] => (lines.length > 0 ? [{ lines, side: null, before: [] }] : []);
  const [left, right] = [ours.slice(head, ours.length - tail), theirs.slice(head, theirs.length - tail)];
  const start = settled(ours.slice(0, head));
  const end = settled(ours.slice(ours.length - tail));
  if (left.length === 0 && right.length === 0) return [...start, ...end];
  if (base.length === 0 && left.length === 0) return [...start, { lines: right, side: "theirs", before: [] }, ...end];
  if (base.length === 0 && right.length === 0) return [...start, { lines: left, side: "ours", before: [] }, ...end];
  return [
    ...start,
    { base, ours: left, theirs: right, line: { ours: line.ours + head, theirs: line.theirs + head } },
    ...end,
  ];
}

/** Merges a text line by line. An unresolved conflict keeps the lines of both sides, ours first. */
export function mergeText(
  record: MergeRecord,
  place: MergePath,
  { base, ours, theirs }: Three<string | undefined>,
): string {
  const split = (text: string | undefined) => (text === undefined ? [] : text.split("\n"));
  const join = (lines: string[]) => (lines.length > 0 ? lines.join("\n") : null);
  const stretches = mergeLines({ base: split(base), ours: split(ours), theirs: split(theirs) });
  return stretches
    .flatMap((stretch, index) => {
      const at = { ...place, id: inside(place, index).id };
      if ("lines" in stretch) {
        const { lines, side, before } = stretch;
        if (side) record.take({ ...at, side, before: join(before), after: join(lines) });
        return lines;
      }
      const choice = record.choose({
        ...at,
        kind: "text",
        base: join(stretch.base),
        ours: join(stretch.ours),
        theirs: join(stretch.theirs),
        line: { ours: stretch.line.ours + 1, theirs: stretch.line.theirs + 1 },
      });
      if (choice && "text" in choice) return choice.text === "" ? [] : choice.text.split("\n");
      if (choice?.take === "ours" || choice?.take === "theirs") return stretch[choice.take];
      return [...stretch.ours, ...stretch.theirs];
    })
    .join("\n");
}
