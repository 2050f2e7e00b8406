import type { CaseView } from "@/lib/evaluation/suites/views";
import type { Content, VariableType } from "@/lib/template/content";

/** A column of the grid of cases. */
export type GridColumn = {
  /** "name", "variable customer_name", … */
  id: string;
  kind: "name" | "variable" | "turns" | "expected" | "tags" | "checks";
  label: string;
  /** The name of the variable. Empty for other columns. */
  variable: string;
  /** The type that the prompt declares. Null: any type, each cell keeps its own. */
  type: VariableType | null;
  /** Whether expected answers are read as JSON. */
  isJson: boolean;
  /** The minimum width in px, and the share of the remaining width. */
  width: number;
  share: number;
};

const plain = { variable: "", type: null, isJson: false };

/** The width of a variable's column: fixed for short values, a share of the remaining width for texts. */
function variableWidth(name: string, type: VariableType | null, sample: readonly CaseView[]) {
  const lengths = sample.map(({ variables }) => {
    const value = variables[name] ?? "";
    return typeof value === "string" ? value.length : JSON.stringify(value).length;
  });
  const longest = Math.max(0, ...lengths);
  const head = 24 + name.length * 7.5;
  if (type === "boolean" || type === "number") return { width: Math.max(72, head), share: 0 };
  if (sample.length > 0 && longest <= 24) return { width: Math.max(24 + longest * 7.5, head), share: 0 };
  return { width: Math.max(208, head), share: 2 };
}

/** Returns the columns: the name, one per variable (those of the prompt, then those of the cases), and the others. */
export function columnsOf(
  content: Content | null,
  used: readonly string[],
  hasTurns: boolean,
  sample: readonly CaseView[],
): GridColumn[] {
  const declared = content?.variables ?? [];
  const known = new Set(declared.map(({ name }) => name));
  const variables = [
    ...declared.map(({ name, type }) => ({ name, type })),
    ...used.filter((name) => !known.has(name)).map((name) => ({ name, type: null })),
  ];
  return [
    { ...plain, id: "name", kind: "name", label: "Name", width: 188, share: 0 },
    ...variables.map(
      ({ name, type }): GridColumn => ({
        id: `variable ${name}`,
        kind: "variable",
        label: name,
        variable: name,
        type,
        isJson: false,
        ...variableWidth(name, type, sample),
      }),
    ),
    {
      ...plain,
      id: "expected",
      kind: "expected",
      label: "Expected answer",
      width: 240,
      share: 3,
      isJson: content?.responseSchema !== undefined,
    },
    { ...plain, id: "tags", kind: "tags", label: "Tags", width: 132, share: 0 },
    ...(hasTurns
      ? [{ ...plain, id: "turns", kind: "turns", label: "Earlier turns", width: 100, share: 0 } as const]
      : []),
    { ...plain, id: "checks", kind: "checks", label: "Checks", width: 168, share: 1 },
  ];
}
