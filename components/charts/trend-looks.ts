import type { TrendTone } from "./trend";

/** The style of a line by its tone. */
export const trendLooks: Record<TrendTone, { stroke: string; band: string | null; text: string }> = {
  bad: { stroke: "var(--negative)", band: "var(--negative)", text: "var(--negative)" },
  current: { stroke: "var(--chart-1)", band: "var(--chart-1)", text: "var(--text)" },
  previous: { stroke: "var(--chart-6)", band: "var(--chart-6)", text: "var(--text-muted)" },
  other: { stroke: "var(--chart-axis)", band: null, text: "var(--text-muted)" },
};

/** A halo in the background colour keeps text over lines readable. */
export const nameHalo = {
  stroke: "var(--surface)",
  strokeWidth: 4,
  strokeLinejoin: "round",
  paintOrder: "stroke",
} as const;
