/** "7 % more", "steady"; short: "↑ 7 %". A change below 1 % is "steady". Pure. */
export function changeWords(change: number, isShort = false): string {
  const percent = Math.round(Math.abs(change) * 100);
  if (percent < 1) return isShort ? "steady" : "no more";
  if (isShort) return `${change > 0 ? "↑" : "↓"}\u00a0${percent}\u00a0%`;
  return `${percent}\u00a0% ${change > 0 ? "more" : "less"}`;
}
