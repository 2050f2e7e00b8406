import type { TrendDay } from "@/lib/guards/quality/rows";

/** When the scores of the last 7 days (UTC) begin. */
export const scoresFrom = (trend: readonly TrendDay[]) => `${trend.at(-7)?.day}T00:00:00.000Z`;
