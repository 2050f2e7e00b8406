import type { Variable, VariableType } from "@/lib/template/content";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import { guessType, unguardCell } from "./cells";
import { type ColumnMapping, type ColumnTarget, type FileTable, type ValueType, valueTypes } from "./format";

/** What the suite's prompt knows: its variables, and whether it answers JSON. */
export type PromptShape = { variables: readonly Pick<Variable, "name" | "type">[]; answersJson: boolean };

export const noPrompt: PromptShape = { variables: [], answersJson: false };

// How people and other tools call these columns, in small letters without signs.
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

/** A head with its parts: "variables.count:number" is the variable count, a number. */
function readHead(head: string): { path: string; type: ValueType | null; isVariable: boolean } {
  const [, name = head, type] = /^(.*):([a-z]+)$/s.exec(head) ?? [];
  const known = valueTypes.find((each) => each === type && each !== "given") ?? null;
  const path = known ? name : head;
  const inside = /^(?:variables|vars|inputs?)\.(.+)$/.exec(path)?.[1];
  return { path: inside ?? path, type: known, isVariable: inside !== undefined };
}

const isName = (name: string) => isVariableName(name) && !isReservedVariableName(name) && name.length <= 100;

/** What a column of that name usually is; undefined: nothing in particular. */
export function usualTarget(path: string): ColumnTarget | undefined {
  const plain = path.toLowerCase().replaceAll(/[^a-z]/g, "");
  return (Object.keys(usual) as ColumnTarget[]).find((each) => usual[each]?.includes(plain));
}

/** What a column of that name is for. A prompt's variable is one, unless another column says that it is. */
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
  // promptfoo's own columns.
  if (path.startsWith("__")) return "ignore";
  if (target === "variables" && !holdsObjects) return isName(path) ? "variable" : "ignore";
  return target ?? (isName(path) ? "variable" : "ignore");
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What each column most likely is, by its head, the prompt's variables, and its cells. Pure. */
export function guessMapping(table: FileTable, prompt: PromptShape): ColumnMapping[] {
  const taken = new Set<string>();
  // If one column contains an object of variables, no other column is a variable unless the prompt has it.
  const whole = table.columns.findIndex(
    (column, at) =>
      usualTarget(column) === "variables" &&
      table.delimiter === null &&
      table.rows.every(({ cells }) => isObject(cells[at])),
  );
  const isWhole = whole !== -1;
  const isExport = isWhole && table.columns[whole] === "variables";
  const isKnown = (path: string) => !isExport && prompt.variables.some(({ name }) => name === path);
  const shape = isExport ? noPrompt : prompt;
  return table.columns.map((column, index): ColumnMapping => {
    const cells = table.rows.map(({ cells: row }) => row[index]);
    const texts = cells.filter((cell): cell is string => typeof cell === "string").map(unguardCell);
    const { path, type } = readHead(column);
    const holdsObjects = cells.some(isObject) || guessType(texts) === "json";
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

function typeOf(to: ColumnTarget, path: string, texts: readonly string[], prompt: PromptShape): ValueType {
  if (to === "name" || to === "tags") return "text";
  if (to === "expected") return prompt.answersJson ? "json" : guessType(texts) === "json" ? "json" : "text";
  if (to !== "variable") return "json";
  const declared = prompt.variables.find(({ name }) => name === path);
  return declared ? ofPlainVariable[declared.type] : guessType(texts);
}
