import type { Variable } from "@/lib/template/content";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import type { DraftAnalysis } from "./analysis";
import type { Draft, DraftVariable } from "./draft";
import { toDraftVariable } from "./draft-content";

/** One row of the table of variables. */
export type VariableRow = {
  variable: DraftVariable;
  /** Missing in the version that the draft started from. */
  isNew: boolean;
  isUsed: boolean;
  /** Needed by a snippet, not declared here. */
  isInherited: boolean;
};

/** New variables first, then the prompt's own in their order, then those of snippets. */
export function variableRows(
  draft: Draft,
  { found, inherited, used }: Pick<DraftAnalysis, "found" | "inherited" | "used">,
  base: readonly Variable[],
): VariableRow[] {
  const before = new Set(base.map(({ name }) => name));
  const declared = new Set(draft.variables.map(({ name }) => name));
  const row = (variable: DraftVariable, isInherited = false): VariableRow => ({
    variable,
    isNew: !isInherited && !before.has(variable.name),
    isUsed: isInherited || used.has(variable.name),
    isInherited,
  });
  const own = [...draft.variables, ...found.filter(({ name }) => !declared.has(name)).map(toDraftVariable)].map((one) =>
    row(one),
  );
  const snippets = inherited.filter(({ name }) => !declared.has(name)).map((one) => row(toDraftVariable(one), true));
  return [...own.filter(({ isNew }) => isNew), ...own.filter(({ isNew }) => !isNew), ...snippets];
}

/** Returns what is wrong with a new name of a variable, or null. */
export function nameFault(name: string, others: readonly string[]): string | null {
  if (others.includes(name)) return `There is already a variable ${name}.`;
  if (isReservedVariableName(name)) return `A variable cannot have the name ${name}.`;
  if (!isVariableName(name) || name.length > 100)
    return "Use letters, digits and _. The first character must not be a digit.";
  return null;
}

/** Returns an unused name for a variable that is added by hand. */
export function freeName(names: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "new_variable" : `new_variable_${number}`;
    if (!names.includes(name)) return name;
  }
}
