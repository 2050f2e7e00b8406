import type { Check } from "./schema";

type CheckTitle = Pick<Check, "id" | "title">;

export const passed = (of: CheckTitle, detail: string): Check => ({ ...of, state: "ok", detail, fix: "" });
export const warned = (of: CheckTitle, detail: string, fix: string): Check => ({
  ...of,
  state: "warning",
  detail,
  fix,
});
export const failed = (of: CheckTitle, detail: string, fix: string): Check => ({
  ...of,
  state: "failure",
  detail,
  fix,
});

/** In powers of 1,000: "12 GB". */
export function bytes(number: number): string {
  if (number >= 1e9) return `${(number / 1e9).toFixed(number >= 1e10 ? 0 : 1)} GB`;
  return `${Math.round(number / 1e6)} MB`;
}

/** "40 ms", "3.2 s". */
export const duration = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
