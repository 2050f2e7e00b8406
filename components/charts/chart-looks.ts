/** Small grey words in a chart. */
export const chartText = { fontSize: 12, fill: "var(--text-muted)" } as const;

/** An axis of words alone; grid lines are drawn by themselves. */
export const wordsAxis = { tick: chartText, tickLine: false, axisLine: false } as const;

/** An axis of instants in ms; what lies outside its domain is cut off. */
export const timeAxis = { ...wordsAxis, type: "number", scale: "time", allowDataOverflow: true } as const;

/** The line under the pointer. */
export const tipCursor = { stroke: "var(--chart-axis)", strokeDasharray: "2 2" } as const;
