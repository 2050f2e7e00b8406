/** Writes a share as a percentage for a field: 0.944 → "94.4". Empty for none. */
export const percentText = (share: number | null | undefined): string =>
  share === undefined || share === null ? "" : String(Number((share * 100).toFixed(4)));

/** Writes a number for a field. Empty for none. */
export const numberText = (value: number | null | undefined): string =>
  value === undefined || value === null ? "" : String(value);

/** Parses a number. Null if it is not a number from `min` to `max`. A comma is a decimal point. */
export function numberIn(text: string, min: number, max: number): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
  return value >= min && value <= max ? value : null;
}

/** Parses a whole number in the same way. */
export function wholeNumberIn(text: string, min: number, max: number): number | null {
  const value = numberIn(text, min, max);
  return value !== null && Number.isInteger(value) ? value : null;
}

/** Converts a percentage to a share, without the rounding error of the division: 2.2 → 0.022. */
export const shareOf = (percent: number): number => Number((percent / 100).toPrecision(12));
