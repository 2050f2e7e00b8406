/** Small grey text in a chart. */
export const chartText = { fontSize: 12, fill: "var(--text-muted)" } as const;

/** An axis with labels only. Grid lines are drawn separately. */
export const wordsAxis = { tick: chartText, tickLine: false, axisLine: false } as const;

/** A time axis in ms. Data outside its domain is cut off. */
export const timeAxis = { ...wordsAxis, type: "number", scale: "time", allowDataOverflow: true } as const;

/** The line at the pointer. */
export const tipCursor = { stroke: "var(--chart-axis)", strokeDasharray: "2 2" } as const;
