import { guardCell, looksTyped } from "./cells";
import type { FileCase } from "./format";
import { type PromptShape, usualTarget } from "./mapping";

/** Writes a case as a line of JSON. An import of it gives the same case. */
export function toJsonLine({ name, variables, placeholders, expected, tags, checks }: FileCase): string {
  return `${JSON.stringify({ name, variables, placeholders, expected, tags, checks })}\n`;
}

type Kind = "text" | "number" | "boolean" | "other";
type ObservedValues = { kinds: Set<Kind>; hasEmpty: boolean; isPlain: boolean };

const kindOf = (value: unknown): Kind => {
  if (typeof value === "string") return "text";
  return typeof value === "number" || typeof value === "boolean" ? (typeof value as Kind) : "other";
};
const isMissing = (value: unknown) => value === undefined;

/** Chooses the columns of a CSV export so that an import gives the same cases. */
export class CsvShape {
  readonly #variables = new Map<string, ObservedValues>();
  readonly #expected: ObservedValues = { kinds: new Set(), hasEmpty: false, isPlain: false };
  readonly #prompt: PromptShape;
  #hasTagSigns = false;
  #hasChecks = false;
  #hasTurns = false;
  #hasBlank = false;

  constructor(prompt: PromptShape) {
    this.#prompt = prompt;
    // A variable named like one of our columns always gets the header `variables.<name>`, even without a value.
    // Otherwise an import would read the other column as this variable.
    for (const { name } of prompt.variables) if (usualTarget(name)) this.#see(name);
  }

  #see(name: string): ObservedValues {
    const seen = this.#variables.get(name) ?? { kinds: new Set<Kind>(), hasEmpty: false, isPlain: false };
    this.#variables.set(name, seen);
    return seen;
  }

  /** Registers a case that will be written. */
  add({ name, variables, placeholders, expected, tags, checks }: FileCase): void {
    for (const [key, value] of Object.entries(variables)) note(this.#see(key), value);
    if (expected !== null) note(this.#expected, expected);
    this.#hasTagSigns ||= tags.some((tag) => /[,;\n]/.test(tag));
    this.#hasChecks ||= checks.length > 0;
    this.#hasTurns ||= Object.keys(placeholders).length > 0;
    this.#hasBlank ||= isBlank({ name, variables, placeholders, expected, tags, checks });
  }

  /** The prompt's variables in their declared order, then the others in order of appearance. */
  #inOrder(): [string, ObservedValues][] {
    const declared = this.#prompt.variables.map(({ name }) => name);
    const all = [...this.#variables];
    const own = declared.flatMap((name) => all.filter(([each]) => each === name));
    return [...own, ...all.filter(([name]) => !declared.includes(name))];
  }

  /** The columns: the header of each, and the function that writes a case into it. */
  columns(): { head: string; write: (one: FileCase) => string }[] {
    const expectedType = typeFor(this.#expected);
    const { kinds, isPlain: isPlainText } = this.#expected;
    const isTyped = kinds.size > 0 && (this.#prompt.answersJson || !isPlainText);
    const expectedHead = expectedType === "text" && !isTyped ? "expected" : `expected:${toWord(expectedType)}`;
    return [
      { head: "name", write: ({ name }) => name },
      ...(this.#hasBlank ? [{ head: "variables", write: (one: FileCase) => (isBlank(one) ? "{}" : "") }] : []),
      ...this.#inOrder().map(([name, seen]) => {
        const type = typeFor(seen);
        const declared = this.#prompt.variables.find((variable) => variable.name === name)?.type ?? "string";
        const isPlain = type === "text" && seen.isPlain && declared === "string";
        const head = usualTarget(name) ? `variables.${name}` : name;
        return {
          head: isPlain ? head : `${head}:${toWord(type)}`,
          write: ({ variables }: FileCase) => writeAs(variables[name], type),
        };
      }),
      ...(this.#hasTurns
        ? [
            {
              head: "placeholders",
              write: ({ placeholders }: FileCase) =>
                Object.keys(placeholders).length > 0 ? JSON.stringify(placeholders) : "",
            },
          ]
        : []),
      { head: expectedHead, write: ({ expected }) => (expected === null ? "" : writeAs(expected, expectedType)) },
      {
        head: this.#hasTagSigns ? "tags:json" : "tags",
        write: ({ tags }) => (tags.length === 0 ? "" : this.#hasTagSigns ? JSON.stringify(tags) : tags.join(", ")),
      },
      ...(this.#hasChecks
        ? [
            {
              head: "checks",
              write: ({ checks }: FileCase) => (checks.length > 0 ? JSON.stringify(checks) : ""),
            },
          ]
        : []),
    ];
  }
}

function note(observed: ObservedValues, value: unknown): void {
  if (isMissing(value)) return;
  const kind = kindOf(value);
  observed.kinds.add(kind);
  if (value === "") observed.hasEmpty = true;
  if (kind === "text" && String(value).trim() !== "" && !looksTyped([value as string])) observed.isPlain = true;
}

const toWord = (type: Kind) => (type === "other" ? "json" : type);

/** Texts have the type text. If some of them are empty, the type is JSON, because an empty cell means no value. */
function typeFor({ kinds, hasEmpty }: ObservedValues): Kind {
  const [only = "text", ...others] = kinds;
  return others.length > 0 || hasEmpty ? "other" : only;
}

function writeAs(value: unknown, type: Kind): string {
  if (isMissing(value)) return "";
  return type === "other" ? JSON.stringify(value) : String(value);
}

/** Whether every cell of the case would be empty. An import would skip such a row. */
function isBlank({ name, variables, placeholders, expected, tags, checks }: FileCase): boolean {
  const says = (value: unknown) => typeof value !== "string" || value.trim() !== "";
  return (
    name === "" &&
    !Object.values(variables).some(says) &&
    Object.keys(placeholders).length + tags.length + checks.length === 0 &&
    (expected === null || !says(expected))
  );
}

/** A CSV row, guarded against formulas and quoted where necessary. */
export function toCsvLine(cells: readonly string[]): string {
  const quote = (text: string) => (/[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${cells.map((cell) => quote(guardCell(cell))).join(",")}\r\n`;
}
