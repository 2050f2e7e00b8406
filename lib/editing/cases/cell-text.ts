import type { CaseView } from "@/lib/evaluation/suites/views";
import { writeValue } from "../write-value";
import type { GridColumn } from "./columns";

/** The fields that an edit changes. `variables` contains only the changed ones (undefined: removed). */
export type CasePatch = Partial<Pick<CaseView, "name" | "variables" | "placeholders" | "expected" | "tags" | "checks">>;

/** The value of a cell. */
function cellValue(one: CaseView, { kind, variable }: GridColumn): unknown {
  if (kind === "variable") return one.variables[variable];
  return kind === "turns" ? one.placeholders : one[kind];
}

/** Whether the expected answer or value in the cell is JSON, which is displayed in a monospace font. */
export function isJsonCell(one: CaseView, column: GridColumn): boolean {
  const value = cellValue(one, column);
  return typeof value === "object" && value !== null && (column.kind === "variable" || column.kind === "expected");
}

/** The text of a cell, for editing and copying. */
export function cellText(one: CaseView, column: GridColumn): string {
  const value = cellValue(one, column);
  if (column.kind === "tags") return one.tags.join(", ");
  if (column.kind === "checks") return one.checks.length > 0 ? JSON.stringify(one.checks) : "";
  if (column.kind === "turns") return Object.keys(one.placeholders).length > 0 ? JSON.stringify(one.placeholders) : "";
  if (value === undefined || value === null) return "";
  if (column.kind === "expected") return typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return writeValue(value);
}

/** Returns the case with a patch applied. */
export function patched(one: CaseView, patch: CasePatch): CaseView {
  const { variables, ...fields } = patch;
  if (!variables) return { ...one, ...fields };
  const all = Object.entries({ ...one.variables, ...variables }).filter(([, value]) => value !== undefined);
  return { ...one, ...fields, variables: Object.fromEntries(all) };
}

/** Merges two patches. The later one wins. */
export function joined(first: CasePatch, later: CasePatch): CasePatch {
  const variables = first.variables || later.variables ? { ...first.variables, ...later.variables } : undefined;
  return { ...first, ...later, ...(variables && { variables }) };
}
