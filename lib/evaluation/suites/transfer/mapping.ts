import { isRecord } from "@/lib/core/records";
import type { Variable, VariableType } from "@/lib/template/content";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import { guessType, unguardCell } from "./cells";
import { type ColumnMapping, type ColumnTarget, type FileTable, type ValueType, valueTypes } from "./format";

/** The facts about the suite's prompt: its variables, and whether it answers JSON. */
export type PromptShape = { variables: readonly Pick<Variable, "name" | "type">[]; answersJson: boolean };

export const noPrompt: PromptShape = { variables: [], answersJson: false };

// Common names of these columns in people's files and other tools, in lower case and without punctuation.
const usual: Partial<Record<ColumnTarget, readonly string[]>> = {
  name: ["name", "title", "case", "casename", "description"],
  expected: [
    "expected",
    "expectedanswer",
    "expectedoutput",
    "expectedresponse",
    "answer",
    "reference",
    "output",
    "outputs",
    "idealanswer",
    "groundtruth",
    "referenceoutput",
    "ideal",
  ],
  tags: ["tags", "tag", "labels"],
  checks: ["checks", "assert", "assertions"],
  placeholders: ["placeholders"],
  variables: ["variables", "vars", "inputs", "input"],
};
const ofPlainVariable: Record<VariableType, ValueType> = {
  string: "text",
  number: "number",
  boolean: "boolean",
  array: "json",
  object: "json",
  image: "given",
  file: "given",
};

/** Parses the header of a column: "variables.count:number" is the variable count of type number. */
function readHead(head: string): { path: string; type: ValueType | null; isVariable: boolean } {
  const [, name = head, type] = /^(.*):([a-z]+)$/s.exec(head) ?? [];
  const known = valueTypes.find((each) => each === type && each !== "given") ?? null;
  const path = known ? name : head;
  const inside = /^(?:variables|vars|inputs?)\.(.+)$/.exec(path)?.[1];
  return { path: inside ?? path, type: known, isVariable: inside !== undefined };
}

const isName = (name: string) => isVariableName(name) && !isReservedVariableName(name) && name.length <= 100;

/** The usual target of a column with this name. Undefined: no usual target. */
export function usualTarget(path: string): ColumnTarget | undefined {
  const plain = path.toLowerCase().replaceAll(/[^a-z]/g, "");
  return (Object.keys(usual) as ColumnTarget[]).find((each) => usual[each]?.includes(plain));
}

/**
 * Guesses the target of a column by its name. The name of a prompt's variable is that variable, unless another column
 * names it explicitly.
 */
function guessTarget(
  head: string,
  others: readonly string[],
  { variables }: PromptShape,
  holdsObjects: boolean,
): ColumnTarget {
  const { path, isVariable } = readHead(head);
  const isTaken = others.some((other) => {
    const read = readHead(other);
    return other !== head && read.isVariable && read.path === path;
  });
  const isKnown = !isTaken && variables.some(({ name }) => name === path);
  if (isVariable) return isName(path) ? "variable" : "ignore";
  const target = usualTarget(path);
  if (isKnown) return "variable";
  // Other columns of promptfoo.
  if (path.startsWith("__")) return "ignore";
  if (target === "variables" && !holdsObjects) return isName(path) ? "variable" : "ignore";
  return target ?? (isName(path) ? "variable" : "ignore");
}

/** Guesses the mapping of each column from its header, the prompt's variables, and its cells. Pure. */
export function guessMapping(table: FileTable, prompt: PromptShape): ColumnMapping[] {
  const taken = new Set<string>();
  // If one column contains an object of variables, no other column is a variable unless the prompt has it.
  const whole = table.columns.findIndex(
    (column, at) =>
      usualTarget(column) === "variables" &&
      table.delimiter === null &&
      table.rows.every(({ cells }) => isRecord(cells[at])),
  );
  const isWhole = whole !== -1;
  const isExport = isWhole && table.columns[whole] === "variables";
  const isKnown = (path: string) => !isExport && prompt.variables.some(({ name }) => name === path);
  const shape = isExport ? noPrompt : prompt;
  return table.columns.map((column, index): ColumnMapping => {
    const cells = table.rows.map(({ cells: row }) => row[index]);
    const texts = cells.filter((cell): cell is string => typeof cell === "string").map(unguardCell);
    const { path, type } = readHead(column);
    const holdsObjects = cells.some(isRecord) || guessType(texts) === "json";
    const guess = guessTarget(column, table.columns, shape, holdsObjects);
    const to = isWhole && guess === "variable" && !isKnown(path) ? "ignore" : guess;
    const key = to === "variable" ? `variable ${path}` : to;
    if (to === "ignore" || taken.has(key)) return { column, to: "ignore", type: "text" };
    taken.add(key);
    return {
      column,
      to,
      type: type ?? (table.delimiter === null ? "given" : typeOf(to, path, texts, prompt)),
      ...(to === "variable" && { variable: path }),
    };
  });
}

/**
 * Returns the variables of a mapping that the prompt does not have, and the prompt's variables without a column.
 * Neither is an error. Nothing is known about a suite without a prompt. Pure.
 */
export function variableGaps(
  mapping: readonly ColumnMapping[],
  { variables }: PromptShape,
): { unknown: string[]; without: string[] } {
  const isWhole = mapping.some(({ to }) => to === "variables");
  if (variables.length === 0 || isWhole) return { unknown: [], without: [] };
  const used = mapping.flatMap(({ to, variable }) => (to === "variable" && variable ? [variable] : []));
  const known = variables.map(({ name }) => name);
  return {
    unknown: used.filter((name) => !known.includes(name)),
    without: known.filter((name) => !used.includes(name)),
  };
}

function typeOf(to: ColumnTarget, path: string, texts: readonly string[], prompt: PromptShape): ValueType {
  if (to === "name" || to === "tags") return "text";
  if (to === "expected") return prompt.answersJson ? "json" : guessType(texts) === "json" ? "json" : "text";
  if (to !== "variable") return "json";
  const declared = prompt.variables.find(({ name }) => name === path);
  return declared ? ofPlainVariable[declared.type] : guessType(texts);
}
