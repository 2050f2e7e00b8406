import { type ByDimension, type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { caseVerdicts } from "./changes";

/** The results of one case in one run, by dimension: the score (0 to 1) and whether it passes. Null: not measured. */
export type CaseMarks = { scores: ByDimension<number | null>; passed: ByDimension<boolean | null> };

/** The change of one dimension of one case. `new`, `gone`: only this or only the other run measured it. Null: none. */
type DimensionChange = CaseChange | null;

/**
 * The change of a case. `broken`: a dimension passed before and fails now. `fixed`: none broke, and one that failed
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

/** Compares the results of two runs for one case. Null: the run has no result for it. Pure. */
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
