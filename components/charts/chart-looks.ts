import { axisWidth } from "./text-width";

/** Small grey text in a chart. */
export const chartText = { fontSize: 12, fill: "var(--text-muted)" } as const;

/** An axis with labels only. Grid lines are drawn separately. */
export const wordsAxis = { tick: chartText, tickLine: false, axisLine: false } as const;

/** A vertical axis as wide as its labels. */
export const valueAxis = (
  [low, high]: readonly [number, number],
  ticks: readonly number[],
  format: (value: number) => string,
) => ({
  ...wordsAxis,
  domain: [low, high],
  ticks: [...ticks],
  tickFormatter: format,
  width: axisWidth(ticks.map(format)),
});

/** A time axis in ms. Data outside its domain is cut off. */
export const timeAxis = { ...wordsAxis, type: "number", scale: "time", allowDataOverflow: true } as const;

/** The line at the pointer. */
export const tipCursor = { stroke: "var(--chart-axis)", strokeDasharray: "2 2" } as const;
