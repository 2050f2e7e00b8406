import { pluralize } from "@/lib/core/words";
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

/** The result of the checks in one line: "1 failure and 2 warnings", "All 13 checks passed". */
export function headline(checks: readonly Check[]): string {
  const failures = checks.filter(({ state }) => state === "failure").length;
  const warnings = checks.filter(({ state }) => state === "warning").length;
  if (failures + warnings === 0) return `All ${checks.length} checks passed`;
  return [
    ...(failures > 0 ? [pluralize(failures, "failure")] : []),
    ...(warnings > 0 ? [pluralize(warnings, "warning")] : []),
  ].join(" and ");
}

/** The result of a check, as a label. */
export const stateWords: Record<Check["state"], string> = { ok: "Fine", warning: "Warning", failure: "Failed" };

const order = { failure: 0, warning: 1, ok: 2 } as const;

/** Sorts failures first, then warnings, then in the original order. */
export const worstFirst = (checks: readonly Check[]) =>
  checks.toSorted((one, other) => order[one.state] - order[other.state]);
