/** The positions of the parts of a sparkline, in pixels. */
export type Spark = {
  /** The line of completed days, with gaps where there is no value. */
  path: string;
  /** The line to the last day if that day is incomplete. */
  openPath: string;
  /** From the left edge to the first day with a value, so that all lines in a list start at the same x. */
  lead: { from: number; to: number; y: number } | null;
  /** Days with a value whose neighbours have none. */
  alone: { x: number; y: number }[];
  end: { x: number; y: number };
  xOf: (day: number) => number;
};

export type SparkBox = { width: number; height: number; edge: number };

/**
 * Computes a sparkline from one value per day (null: none). The axis spans at least `least`; an incomplete last day
 * (`isOpen`) does not extend it. Null if there is no value. Pure.
 */
export function drawSpark(
  values: readonly (number | null)[],
  least: number,
  isOpen: boolean,
  { width, height, edge }: SparkBox,
): Spark | null {
  const days = values.flatMap((value, day) => (value === null ? [] : [{ day, value }]));
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const hasOpenEnd = isOpen && days.length > 1;
  const settled = (hasOpenEnd ? days.slice(0, -1) : days).map(({ value }) => value);
  const room = Math.max(0, least - (Math.max(...settled) - Math.min(...settled))) / 2;
  const [low, high] = [Math.min(...settled) - room, Math.max(...settled) + room];
  const xOf = (day: number) => edge + (day / Math.max(1, values.length - 1)) * (width - 2 * edge);
  const yOf = (value: number) => {
    if (high === low) return height / 2;
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return height - edge - share * (height - 2 * edge - 3) - 1;
  };
  const at = ({ day, value }: { day: number; value: number }) => `${xOf(day).toFixed(1)} ${yOf(value).toFixed(1)}`;
  const drawn = hasOpenEnd ? days.slice(0, -1) : days;
  const path = drawn
    .map((one, index) => `${index > 0 && drawn[index - 1]?.day === one.day - 1 ? "L" : "M"}${at(one)}`)
    .join("");
  const before = days.at(-2);
  const isAlone = ({ day }: { day: number }) =>
    day !== last.day && (values[day - 1] ?? null) === null && (values[day + 1] ?? null) === null;
  return {
    path,
    openPath: hasOpenEnd && before ? `M${at(before)}L${at(last)}` : "",
    lead: first.day > 0 ? { from: xOf(0), to: xOf(first.day), y: yOf(first.value) } : null,
    alone: days.filter(isAlone).map(({ day, value }) => ({ x: xOf(day), y: yOf(value) })),
    end: { x: xOf(last.day), y: yOf(last.value) },
    xOf,
  };
}
