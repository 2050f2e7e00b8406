/** "7 % more", "steady"; short: "↑ 7 %". From ten times on "12 times as much", "↑ 12 ×". Below 1 % "steady". Pure. */
export function changeWords(change: number, isShort = false): string {
  const percent = Math.round(Math.abs(change) * 100);
  if (percent < 1) return isShort ? "steady" : "no more";
  if (change >= 9) {
    const times = Math.round(change + 1).toLocaleString("en-US");
    return isShort ? `↑\u00a0${times}\u00a0×` : `${times} times as much`;
  }
  if (isShort) return `${change > 0 ? "↑" : "↓"}\u00a0${percent}\u00a0%`;
  return `${percent}\u00a0% ${change > 0 ? "more" : "less"}`;
}
