/** A text that can be stored and shown: valid Unicode, without NUL, on one line, truncated. */
export function clip(text: string, most = 80): string {
  const line = text
    .slice(0, most * 4)
    .replaceAll(/[\0\p{Surrogate}]/gu, "\u{FFFD}")
    .replaceAll(/\s+/g, " ")
    .trim();
  const points = [...line];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : line;
}

/** A JSON value for display in a sentence: “tomorrow”, 3, a list. */
export function show(value: unknown): string {
  if (typeof value === "string") return value === "" ? "an empty text" : `“${clip(value)}”`;
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  return String(value);
}

/** 0.804 → "80 %", with a non-breaking space. */
export const wholePercent = (share: number) => `${Math.round(share * 100)}\u00a0%`;
