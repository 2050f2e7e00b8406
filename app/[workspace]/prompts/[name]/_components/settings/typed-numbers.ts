/** A share as it is typed: 0.944 → "94.4"; empty for none. */
export const percentText = (share: number | null | undefined): string =>
  share === undefined || share === null ? "" : String(Number((share * 100).toFixed(4)));

/** A number as it is typed; empty for none. */
export const numberText = (value: number | null | undefined): string =>
  value === undefined || value === null ? "" : String(value);

/** What was typed, within bounds; null when it is no such number. A comma counts as a point. */
export function numberIn(text: string, min: number, max: number): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
  return value >= min && value <= max ? value : null;
}

/** The same, whole. */
export function wholeNumberIn(text: string, min: number, max: number): number | null {
  const value = numberIn(text, min, max);
  return value !== null && Number.isInteger(value) ? value : null;
}

/** A typed percentage as the share it stands for, without the noise of dividing: "2.2" → 0.022. */
export const shareOf = (percent: number): number => Number((percent / 100).toPrecision(12));
