/** An interval on an axis from −range to +range, in percent of its width. Null on a side without an end. */
export type AxisPlace = { left: number; right: number; dot: number | null; leavesLeft: boolean; leavesRight: boolean };

type Input = { low: number | null; high: number | null; at: number | null; range: number };

const inside = (value: number) => Math.min(100, Math.max(0, value));

/** Places an interval and its middle on the axis. Parts outside are cut off and reported. */
export function place({ low, high, at, range }: Input): AxisPlace {
  const percent = (value: number) => 50 + (value / range) * 50;
  const [from, to] = [
    low === null ? Number.NEGATIVE_INFINITY : percent(low),
    high === null ? Number.POSITIVE_INFINITY : percent(high),
  ];
  const dot = at === null ? null : percent(at);
  return {
    left: inside(from),
    right: inside(to),
    leavesLeft: from < 0,
    leavesRight: to > 100,
    dot: dot === null || dot < 0 || dot > 100 ? null : dot,
  };
}

const ranges = [0.05, 0.1, 0.2, 0.3, 0.5, 1];

/** Returns the narrowest round range that contains these values, at most `most`. */
export function niceRange(values: readonly number[], most = 1): number {
  const needed = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  return ranges.find((range) => range >= needed || range >= most) ?? most;
}

/** The smallest round step that is not below this one. */
function roundStep(rough: number, factors: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (factors.find((factor) => factor * power >= rough) ?? 10) * power;
}

/** Returns about `count` round steps from low to high, for numeric axes. */
export function niceTicks(low: number, high: number, count = 6): number[] {
  const rough = (high - low) / Math.max(1, count - 1);
  if (!(rough > 0)) return [low];
  const step = roundStep(rough, [1, 2, 2.5, 5]);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Returns whole round steps from 0 to at least the highest count. The last one is the top of the axis. */
export function countAxis(highest: number, most = 4): number[] {
  const step = roundStep(Math.max(1, highest / most), [1, 2, 5]);
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Moves positions on a line apart to at least this distance, with minimal displacement. Their order is kept. */
export function apart(places: readonly number[], least: number): number[] {
  const sorted = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const groups: { middle: number; members: number[] }[] = [];
  for (const { place, index } of sorted) {
    let group = { middle: place, members: [index] };
    for (let below = groups.at(-1); below; below = groups.at(-1)) {
      const room = ((below.members.length + group.members.length) / 2) * least;
      if (group.middle - below.middle >= room) break;
      const size = below.members.length + group.members.length;
      const middle = (below.middle * below.members.length + group.middle * group.members.length) / size;
      group = { middle, members: [...below.members, ...group.members] };
      groups.pop();
    }
    groups.push(group);
  }
  const moved = [...places];
  for (const { middle, members } of groups)
    for (const [order, index] of members.entries()) moved[index] = middle + (order - (members.length - 1) / 2) * least;
  return moved;
}
