import { z } from "zod";
import { caseName, caseTags } from "@/lib/evaluation/suites/case-fields";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { placeholderMessages } from "@/lib/evaluation/values";
import { jsonFaults } from "../json-faults";
import { readValue, typeOfValue, writeValue } from "../value-text";
import type { GridColumn } from "./columns";

/** The fields that an edit changes. `variables` contains only the changed ones (undefined: removed). */
export type CasePatch = Partial<Pick<CaseView, "name" | "variables" | "placeholders" | "expected" | "tags" | "checks">>;

export type ReadCell = { ok: true; patch: CasePatch } | { ok: false; message: string };

// The server validates the fields of a check.
const someChecks = z.array(z.looseObject({ type: z.string() }));
const isNothing = (value: unknown) => value === undefined || value === null;
const isText = (value: unknown) => typeof value === "string";

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
  if (isNothing(value)) return "";
  if (column.kind === "expected") return isText(value) ? String(value) : JSON.stringify(value, null, 2);
  return writeValue(value);
}

/** Parses a text that was typed or pasted into a cell. Unreadable text gives no value. */
export function readCell(one: CaseView, column: GridColumn, text: string): ReadCell {
  switch (column.kind) {
    case "name":
      return checked(caseName, text.replaceAll(/\s+/g, " "), (name) => ({ name }));
    case "tags": {
      const tags = text.split(/[,\n]/).map((tag) => tag.trim());
      return checked(caseTags, [...new Set(tags.filter(Boolean))], (list) => ({ tags: list }));
    }
    case "variable":
      return readVariable(one, column, text);
    case "expected":
      return readExpectedCell(one, column, text);
    case "checks":
      return fromJson(text, "[]", someChecks, (checks) => ({ checks: checks as CaseView["checks"] }));
    case "turns":
      return fromJson(text, "{}", placeholderMessages, (placeholders) => ({ placeholders }));
  }
}

function readVariable(one: CaseView, { variable, type }: GridColumn, text: string): ReadCell {
  if (text === "") return { ok: true, patch: { variables: { [variable]: undefined } } };
  const present = one.variables[variable];
  const read = readValue(text, type ?? (isNothing(present) ? "string" : typeOfValue(present)));
  return read.ok ? { ok: true, patch: { variables: { [variable]: read.value } } } : read;
}

/** JSON stays JSON, a text stays a text. For an empty cell the text or the prompt's answers decide. */
function readExpectedCell({ expected }: CaseView, { isJson }: GridColumn, text: string): ReadCell {
  if (text.trim() === "") return { ok: true, patch: { expected: null } };
  const json = parseJson(text);
  const mustBeJson = isNothing(expected) ? isJson : !isText(expected);
  if (mustBeJson) return json.ok ? { ok: true, patch: { expected: json.value } } : json;
  const looksLikeJson = isNothing(expected) && /^\s*[{[]/.test(text) && json.ok;
  return { ok: true, patch: { expected: looksLikeJson && json.ok ? json.value : text } };
}

type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const [fault] = jsonFaults(text, () => []);
    const line = text.includes("\n") ? `Line ${fault?.line}: ` : "";
    return { ok: false, message: `${line}${fault?.message ?? "This is not JSON."}` };
  }
}

function checked<S extends z.ZodType>(schema: S, value: unknown, toPatch: (value: z.output<S>) => CasePatch): ReadCell {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, patch: toPatch(result.data) };
  return { ok: false, message: result.error.issues[0]?.message ?? "This cannot be read." };
}

function fromJson<S extends z.ZodType>(
  text: string,
  empty: string,
  schema: S,
  toPatch: (value: z.output<S>) => CasePatch,
): ReadCell {
  const json = parseJson(text.trim() || empty);
  return json.ok ? checked(schema, json.value, toPatch) : json;
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
