import type { Dimension } from "@/lib/registry/gate/dimensions";

/** The names of the dimensions for headings, and three-letter forms for the columns of marks. */
export const dimensionNames: Record<Dimension, { name: string; short: string }> = {
  accuracy: { name: "Accuracy", short: "Acc" },
  format: { name: "Format", short: "For" },
  safety: { name: "Safety", short: "Saf" },
  consistency: { name: "Consistency", short: "Con" },
};

/** Formats a share with one decimal, so that columns align. 0 and 100 have no decimals: "95.0 %", "100 %". */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const isWhole = share === 0 || share === 1;
  // 99.96 % must not be rounded to 100 %.
  const text = isWhole ? String(share * 100) : Math.min(99.9, share * 100).toFixed(1);
  return `${text}\u00a0%`;
}

/** Formats a minimum as it was entered: "98 %", "97.5 %". */
export const minimumText = (share: number) => `${Number((share * 100).toFixed(2))}\u00a0%`;

/** "41 s", "3 min 20 s". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes >= 60) return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
  return rest ? `${minutes}\u00a0min ${rest}\u00a0s` : `${minutes}\u00a0min`;
}
