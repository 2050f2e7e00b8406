import { type ByDimension, type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { caseVerdicts } from "./changes";

/** What one run says of one case: by dimension, how much of it passes (0 to 1) and whether most does. Null: not measured. */
export type CaseMarks = { scores: ByDimension<number | null>; passed: ByDimension<boolean | null> };

/** One dimension of one case. `new`: only this run measured it; `gone`: only the other did; null: neither. */
type DimensionChange = CaseChange | null;

/**
 * What became of a case. `broken`: a dimension passed before and fails now. `fixed`: none broke, and one that failed
 * passes now. `new`, `gone`: only one run measured it.
 */
type CaseChange = (typeof caseVerdicts)[number];

export type CaseComparison = { verdict: CaseChange; changes: ByDimension<DimensionChange> };

const eachDimension = <T>(of: (dimension: Dimension) => T) =>
  Object.fromEntries(dimensions.map((dimension) => [dimension, of(dimension)])) as ByDimension<T>;

function changeOf(now: boolean | null, before: boolean | null): DimensionChange {
  if (now === null) return before === null ? null : "gone";
  if (before === null) return "new";
  if (now === before) return "same";
  return now ? "fixed" : "broken";
}

/** Compares the results of two runs for one case; null: the run has no result for it. Pure. */
export function compareCase(now: CaseMarks | null, before: CaseMarks | null): CaseComparison {
  const changes = eachDimension((one) => changeOf(now?.passed[one] ?? null, before?.passed[one] ?? null));
  return { verdict: caseChangeOf(Object.values(changes)), changes };
}

function caseChangeOf(changes: readonly DimensionChange[]): CaseChange {
  if (changes.includes("broken")) return "broken";
  if (changes.includes("fixed")) return "fixed";
  if (changes.includes("same")) return "same";
  return changes.includes("gone") && !changes.includes("new") ? "gone" : "new";
}
