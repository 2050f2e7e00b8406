/** What sums of usage can be made by. */
export const usageDimensions = ["prompt", "version", "model", "environment", "key"] as const;
export type UsageDimension = (typeof usageDimensions)[number];

/** Sums of interactions. `pricedUsd`: the part of the cost that nobody reported, from the price table. */
export type UsageSums = {
  interactions: number;
  costUsd: number;
  pricedUsd: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  completed: number;
  failed: number;
};

/** How much more than before, as a share; null without a before. Pure. */
export function changeOf(now: number, before: number): number | null {
  return before > 0 ? now / before - 1 : null;
}

const dayMs = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What is spent in a month, and what it comes to by its end, between `lowUsd` and `highUsd`. In US dollars. */
export type MonthForecast = { soFarUsd: number; byEndUsd: number; lowUsd: number; highUsd: number };

/**
 * What a month (UTC) comes to when it goes on as in its last seven whole days; a day without costs counts as 0. Null
 * with fewer than three whole days since the first cost. Pure.
 */
export function forecastMonth(days: readonly { day: string; costUsd: number }[], now: Date): MonthForecast | null {
  const costs = new Map(days.map(({ day, costUsd }) => [day, costUsd]));
  const first = [...costs.keys()].toSorted()[0];
  const lastDays = Array.from({ length: 7 }, (_, ago) => dayOf(now.getTime() - (ago + 1) * dayMs));
  const whole = lastDays.filter((day) => first !== undefined && day >= first).map((day) => costs.get(day) ?? 0);
  if (whole.length < 3) return null;
  const month = now.toISOString().slice(0, 7);
  const soFarUsd = days.reduce((sum, { day, costUsd }) => sum + (day.startsWith(month) ? costUsd : 0), 0);
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const daysLeft = (end - now.getTime()) / dayMs;
  const mean = whole.reduce((sum, costUsd) => sum + costUsd, 0) / whole.length;
  const variance = whole.reduce((sum, costUsd) => sum + (costUsd - mean) ** 2, 0) / (whole.length - 1);
  // Days are taken as independent: two standard errors of their sum, and of the mean it is made from.
  const spread = 2 * Math.sqrt(variance * (daysLeft + daysLeft ** 2 / whole.length));
  const byEndUsd = soFarUsd + mean * daysLeft;
  return { soFarUsd, byEndUsd, lowUsd: Math.max(soFarUsd, byEndUsd - spread), highUsd: byEndUsd + spread };
}
