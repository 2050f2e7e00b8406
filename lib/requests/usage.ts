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

/** What a month comes to when it goes on as in its last seven days; null on its first day. In US dollars. Pure. */
export function forecastMonth(
  days: readonly { day: string; costUsd: number }[],
  now: Date,
): { soFarUsd: number; byEndUsd: number; lowUsd: number; highUsd: number } | null {
  const month = now.toISOString().slice(0, 7);
  const soFarUsd = days.filter(({ day }) => day.startsWith(month)).reduce((sum, { costUsd }) => sum + costUsd, 0);
  const today = now.toISOString().slice(0, 10);
  const whole = days.filter(({ day }) => day < today).slice(-7);
  if (whole.length < 3) return null;
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const daysLeft = (end - now.getTime()) / 86_400_000;
  const mean = whole.reduce((sum, { costUsd }) => sum + costUsd, 0) / whole.length;
  const variance = whole.reduce((sum, { costUsd }) => sum + (costUsd - mean) ** 2, 0) / (whole.length - 1);
  // Days are taken as independent: two standard errors of their sum, and of the mean it is made from.
  const spread = 2 * Math.sqrt(variance * (daysLeft + daysLeft ** 2 / whole.length));
  const byEndUsd = soFarUsd + mean * daysLeft;
  return { soFarUsd, byEndUsd, lowUsd: Math.max(soFarUsd, byEndUsd - spread), highUsd: byEndUsd + spread };
}
