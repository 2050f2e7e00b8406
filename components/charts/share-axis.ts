const starts = [96, 90, 84, 80, 70, 60, 50, 40, 20, 0] as const;

/** An axis that several rows share, from a round share to 100 %. Shares are 0 to 1. */
export type Axis = { from: number; ticks: [number, number, number]; at: (share: number) => number };

/** Returns the narrowest of the predefined axes that contains all values. Pure. */
export function axisFor(values: readonly (number | null | undefined)[]): Axis {
  const least = Math.min(1, ...values.filter((value) => typeof value === "number"));
  const start = starts.find((one) => one / 100 <= least - 0.005) ?? 0;
  const from = start / 100;
  return {
    from,
    ticks: [from, (from + 1) / 2, 1],
    at: (share) => (100 * (Math.min(1, Math.max(from, share)) - from)) / (1 - from),
  };
}
