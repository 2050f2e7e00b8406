import { formula } from "@/lib/core/formula";
import type { ValueType } from "./format";
import { parseJsonExactly } from "./json-exact";

export type ReadValue = { ok: true; value: unknown } | { ok: false; message: string };

const guarded = /^'*(.*)$/s;
const isFormula = (text: string) => formula.test(guarded.exec(text)?.[1] ?? "");
const plainNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A cell that no spreadsheet takes for a formula: an apostrophe in front, also before apostrophes put there before. */
export const guardCell = (text: string) => (isFormula(text) && !plainNumber.test(text) ? `'${text}` : text);
/** The cell without its guard. */
export const unguardCell = (text: string) => (text.startsWith("'") && isFormula(text) ? text.slice(1) : text);

/** Reads a cell of a spreadsheet as a type. Texts stay exactly what they are. */
export function readCellAs(text: string, type: ValueType): ReadValue {
  if (type === "text" || type === "given") return { ok: true, value: text };
  const trimmed = text.trim();
  if (type === "boolean") {
    const word = trimmed.toLowerCase();
    if (word === "true" || word === "yes") return { ok: true, value: true };
    if (word === "false" || word === "no") return { ok: true, value: false };
    return { ok: false, message: "Write true or false." };
  }
  if (type === "number") {
    const number = trimmed === "" ? Number.NaN : Number(trimmed);
    const isWritten = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed);
    // A number would change its last digits.
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

/** Whether texts would be taken for something else than texts. */
export function looksTyped(texts: readonly string[]): boolean {
  const types = ["number", "boolean", "json"] as const;
  return types.some((type) => texts.length > 0 && texts.every((text) => readCellAs(text, type).ok));
}

/** The type a column of texts most likely has: only when every cell agrees and no text would lose anything. */
export function guessType(texts: readonly string[]): ValueType {
  const filled = texts.filter((text) => text.trim() !== "");
  if (filled.length === 0) return "text";
  if (filled.every((text) => /^(true|false)$/i.test(text.trim()))) return "boolean";
  if (filled.every((text) => String(Number(text)) === text)) return "number";
  const isJson = filled.every((text) => /^\s*[{[]/.test(text) && readCellAs(text, "json").ok);
  return isJson ? "json" : "text";
}
