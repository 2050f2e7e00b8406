import type { ReadValue } from "@/lib/core/read-value";
import { checksFault, nameFault, placeholdersFault, tagsFault } from "@/lib/evaluation/suites/case-rules";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { jsonFaults } from "../json-faults";
import { readValue, typeOfValue } from "../value-text";
import type { CasePatch } from "./cell-text";
import type { GridColumn } from "./columns";

export type ReadCell = { ok: true; patch: CasePatch } | { ok: false; message: string };

const isNothing = (value: unknown) => value === undefined || value === null;
const isText = (value: unknown) => typeof value === "string";

/** Parses a text that was typed or pasted into a cell. Unreadable text gives no value. */
export function readCell(one: CaseView, column: GridColumn, text: string): ReadCell {
  switch (column.kind) {
    case "name": {
      const name = text.replaceAll(/\s+/g, " ").trim();
      return unless(nameFault(name), { name });
    }
    case "tags": {
      const tags = [...new Set(text.split(/[,\n]/).map((tag) => tag.trim()))].filter(Boolean);
      return unless(tagsFault(tags), { tags });
    }
    case "variable":
      return readVariable(one, column, text);
    case "expected":
      return readExpectedCell(one, column, text);
    case "checks":
      return readJsonCell(text, "[]", checksFault, (value) => ({ checks: value as CaseView["checks"] }));
    case "turns":
      return readJsonCell(text, "{}", placeholdersFault, (value) => ({
        placeholders: value as CaseView["placeholders"],
      }));
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

function parseJson(text: string): ReadValue {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const [fault] = jsonFaults(text, () => []);
    const line = text.includes("\n") ? `Line ${fault?.line}: ` : "";
    return { ok: false, message: `${line}${fault?.message ?? "This is not JSON."}` };
  }
}

const unless = (fault: string | null, patch: CasePatch): ReadCell =>
  fault === null ? { ok: true, patch } : { ok: false, message: fault };

function readJsonCell(
  text: string,
  empty: string,
  faultOf: (value: unknown) => string | null,
  toPatch: (value: unknown) => CasePatch,
): ReadCell {
  const json = parseJson(text.trim() || empty);
  return json.ok ? unless(faultOf(json.value), toPatch(json.value)) : json;
}
