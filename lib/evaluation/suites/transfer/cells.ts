import { formula } from "@/lib/core/formula";
import { parseJsonExactly } from "@/lib/core/json-exact";
import type { ReadValue } from "@/lib/core/read-value";
import type { ValueType } from "./format";

const guarded = /^'*(.*)$/s;
const isFormula = (text: string) => formula.test(guarded.exec(text)?.[1] ?? "");
const plainNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Protects a cell from being read as a formula by a spreadsheet: adds an apostrophe, also before an existing one. */
export const guardCell = (text: string) => (isFormula(text) && !plainNumber.test(text) ? `'${text}` : text);
/** Removes the apostrophe that `guardCell` added. */
export const unguardCell = (text: string) => (text.startsWith("'") && isFormula(text) ? text.slice(1) : text);

/** Parses a spreadsheet cell as a type. Texts are unchanged. */
export function readCellAs(text: string, type: ValueType): ReadValue {
  if (type === "text" || type === "given") return { ok: true, value: text };
  const trimmed = text.trim();
  if (type === "boolean") {
    const word = trimmed.toLowerCase();
    if (word === "true" || word === "yes") return { ok: true, value: true };
    if (word === "false" || word === "no") return { ok: true, value: false };
    return { ok: false, message: "Write yes or no." };
  }
  if (type === "number") {
    const number = trimmed === "" ? Number.NaN : Number(trimmed);
    const isWritten = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed);
    // A number would lose its last digits.
    if (/^[+-]?\d+$/.test(trimmed) && !Number.isSafeInteger(number)) return { ok: true, value: trimmed };
    return isWritten && Number.isFinite(number)
      ? { ok: true, value: number }
      : { ok: false, message: "Write a number, such as 3 or 0.5." };
  }
  try {
    return { ok: true, value: parseJsonExactly(trimmed) };
  } catch {
    return { ok: false, message: "This is not JSON." };
  }
}

/** Whether some of these texts would be parsed as another type than text. */
export function looksTyped(texts: readonly string[]): boolean {
  const types = ["number", "boolean", "json"] as const;
  return types.some((type) => texts.length > 0 && texts.every((text) => readCellAs(text, type).ok));
}

/** Guesses the type of a column of texts. Every cell must match, and no text may lose information. */
export function guessType(texts: readonly string[]): ValueType {
  const filled = texts.filter((text) => text.trim() !== "");
  if (filled.length === 0) return "text";
  if (filled.every((text) => /^(true|false)$/i.test(text.trim()))) return "boolean";
  if (filled.every((text) => String(Number(text)) === text)) return "number";
  const isJson = filled.every((text) => /^\s*[{[]/.test(text) && readCellAs(text, "json").ok);
  return isJson ? "json" : "text";
}
