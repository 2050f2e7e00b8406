/** Formats a daily mean. From 1,000 on, it is rounded to three significant digits. */
export function formatPerDay(mean: number): string {
  if (mean < 0.5) return "under 1";
  const step = mean < 1_000 ? 1 : 10 ** (Math.floor(Math.log10(mean)) - 2);
  return (Math.round(mean / step) * step).toLocaleString("en-US");
}
