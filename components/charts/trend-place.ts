import { apart } from "./axis";
import type { TrendMark, TrendSpan } from "./trend";

/** A name at the end of its line, in pixels. `isStart`: the text starts at x, otherwise it ends there. */
export type PlacedName = { x: number; y: number; isStart: boolean };

type Pixel = { x: number; y: number };
type NamedLine = { beginsAt: number; endsAt: number; y: number; width: number; isBad: boolean };
/** The points of a line, from left to right. */
type Path = readonly Pixel[];

const [nameHeight, overLine] = [16, 13];
/** The maximum distance of a name from its value. Beyond it, the name would seem to belong to another line. */
const farthest = 44;

/** The highest and lowest y of a line between two x. Null: the line has no points there. */
function reachOf(path: Path, from: number, to: number): [top: number, bottom: number] | null {
  const heights = path.flatMap(({ x, y }, index) => {
    const next = path[index + 1];
    const here = x >= from && x <= to ? [y] : [];
    if (!next) return here;
    const cuts = [from, to].filter((at) => at > x && at < next.x);
    return [...here, ...cuts.map((at) => y + ((next.y - y) * (at - x)) / (next.x - x))];
  });
  return heights.length > 0 ? [Math.min(...heights), Math.max(...heights)] : null;
}

/** The free height nearest to the wanted one, where a name covers no line or name. The wanted one if none is near. */
function freeHeight(preferredY: number, taken: readonly (readonly [number, number])[], edge: VerticalEdge): number {
  const half = nameHeight / 2;
  const isFree = (y: number) =>
    y >= edge.top &&
    y <= edge.bottom &&
    Math.abs(y - preferredY) <= farthest &&
    taken.every(([top, bottom]) => y + half <= top || y - half >= bottom);
  const near = [preferredY, ...taken.flatMap(([top, bottom]) => [top - half, bottom + half])];
  return near.toSorted((a, b) => Math.abs(a - preferredY) - Math.abs(b - preferredY)).find(isFree) ?? preferredY;
}
type VerticalEdge = { top: number; bottom: number };

/** The obstacles for names. */
export type Obstacles = {
  /** Lines and other shapes from left to right. */
  paths: readonly Path[];
  /** The x of vertical lines. */
  walls: readonly number[];
  edge: VerticalEdge & { right: number };
};

/** Moves a horizontal range to the nearer side of the vertical lines it crosses. Unchanged if neither side is free. */
function shiftOffWalls(from: number, to: number, walls: readonly number[], left: number, right: number): number {
  const isClear = (by: number) => walls.every((wall) => wall <= from + by - 2 || wall >= to + by + 2);
  const inside = walls.filter((wall) => wall > from - 2 && wall < to + 2);
  const steps = inside
    .flatMap((wall) => [wall - 5 - to, wall + 5 - from])
    .toSorted((a, b) => Math.abs(a) - Math.abs(b));
  return inside.length === 0 ? 0 : (steps.find((by) => from + by >= left && to + by <= right && isClear(by)) ?? 0);
}

const boundless = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY, right: Number.POSITIVE_INFINITY };

/**
 * Places names at the last value of their line: above it, or beside it for a bad line or one shorter than its name.
 * Overlapping names are moved apart. Names avoid lines if there is space. Pure.
 */
export function placeNames(
  lines: readonly NamedLine[],
  left: number,
  { paths, walls, edge }: Obstacles = { paths: [], walls: [], edge: boundless },
): PlacedName[] {
  const boxes = lines.map(({ beginsAt, endsAt, y, width, isBad }) => {
    const isBeside = isBad || endsAt - beginsAt < width;
    const isStart = endsAt - width - 10 < left;
    const preferredX = isStart ? endsAt + 8 : isBeside ? Math.max(left + width, endsAt - 10) : endsAt + 4;
    const x =
      preferredX +
      shiftOffWalls(
        isStart ? preferredX : preferredX - width,
        isStart ? preferredX + width : preferredX,
        walls,
        left,
        edge.right,
      );
    return {
      x,
      y: isBeside || isStart ? y : y - overLine,
      isStart,
      from: isStart ? x : x - width,
      to: isStart ? x + width : x,
    };
  });
  const placed = boxes.map(({ x, y, isStart }) => ({ x, y, isStart }));
  const seen = new Set<number>();
  for (const [index, box] of boxes.entries()) {
    if (seen.has(index)) continue;
    const group = boxes.flatMap((one, other) =>
      !seen.has(other) && one.from < box.to && box.from < one.to ? [other] : [],
    );
    for (const one of group) seen.add(one);
    const moved = apart(
      group.map((one) => boxes[one]?.y ?? 0),
      nameHeight,
    );
    for (const [order, one] of group.entries()) Object.assign(placed[one] ?? {}, { y: moved[order] });
  }
  if (paths.length === 0) return placed;
  const half = nameHeight / 2;
  const done: { from: number; to: number; y: number }[] = [];
  for (const [index, name] of placed.entries()) {
    const { from, to } = boxes[index] ?? { from: name.x, to: name.x };
    const names = done.filter((one) => one.from < to && from < one.to);
    const taken = [
      ...paths.flatMap((path) => {
        const reach = reachOf(path, from, to);
        return reach ? [[reach[0] - 2, reach[1] + 2] as const] : [];
      }),
      ...names.map(({ y }) => [y - half, y + half] as const),
    ];
    name.y = freeHeight(name.y, taken, edge);
    done.push({ from, to, y: name.y });
  }
  return placed;
}

export type PlacedMark = TrendMark & { side: "left" | "right"; words: "all" | "title" | "none" };

/** The width of the chart in pixels, and the width of a mark's label including the gap to its line. */
export type MarkRoom = {
  plot: number;
  /** The space beside the plot that labels can use. */
  before: number;
  after: number;
  widthOf: (mark: TrendMark) => { title: number; all: number };
};

/**
 * Places the labels of marks: to the right, or to the left if the next mark or the edge is near. If the whole label
 * does not fit, only the title is shown, or nothing. Newer marks are placed first. Pure.
 */
export function placeMarks(marks: readonly TrendMark[], { from, to }: TrendSpan, room: MarkRoom): PlacedMark[] {
  const { plot, before, after, widthOf } = room;
  const x = ({ at }: TrendMark) => ((at - from) / (to - from)) * plot;
  const inside = marks.filter(({ at }) => at >= from && at <= to).toSorted((a, b) => a.at - b.at);
  const taken: [number, number][] = inside.map((mark) => [x(mark) - 8, x(mark) + 8]);
  const fits = (own: number, low: number, high: number) =>
    low >= -before && high <= plot + after && taken.every(([a, b], index) => index === own || high <= a || low >= b);
  const placed: PlacedMark[] = inside.map((mark) => ({ ...mark, side: "right", words: "none" }));
  for (let index = placed.length - 1; index >= 0; index--) {
    const mark = placed[index];
    if (!mark) continue;
    const at = x(mark);
    const widths = widthOf(mark);
    const isLast = index === placed.length - 1;
    const sides = isLast ? (["right", "left"] as const) : (["left", "right"] as const);
    const ways = (["all", "title"] as const).flatMap((words) => sides.map((side) => ({ words, side })));
    const way = ways.find(({ words, side }) =>
      side === "left" ? fits(index, at - widths[words], at - 8) : fits(index, at + 8, at + widths[words]),
    );
    if (!way) continue;
    Object.assign(mark, way);
    taken[index] = way.side === "left" ? [at - widths[way.words], at + 8] : [at - 8, at + widths[way.words]];
  }
  return placed;
}
