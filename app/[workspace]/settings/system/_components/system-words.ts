import type { Check } from "@/lib/operations/schema";

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** The result of the checks in one line: "1 failure and 2 warnings", "All 13 checks passed". */
export function headline(checks: readonly Check[]): string {
  const failures = checks.filter(({ state }) => state === "failure").length;
  const warnings = checks.filter(({ state }) => state === "warning").length;
  if (failures + warnings === 0) return `All ${checks.length} checks passed`;
  return [
    ...(failures > 0 ? [count(failures, "failure", "failures")] : []),
    ...(warnings > 0 ? [count(warnings, "warning", "warnings")] : []),
  ].join(" and ");
}

const order = { failure: 0, warning: 1, ok: 2 } as const;

/** Sorts failures first, then warnings, then in the original order. */
export const worstFirst = (checks: readonly Check[]) =>
  checks.toSorted((one, other) => order[one.state] - order[other.state]);
