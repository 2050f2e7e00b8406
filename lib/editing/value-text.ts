import { parseJson } from "@/lib/core/parse-json";
import type { ReadValue } from "@/lib/core/read-value";
import type { VariableType } from "@/lib/template/content";
import { isMediaType, isOfType } from "@/lib/template/variables";

const hints: Record<VariableType, string> = {
  string: "Write a text.",
  number: "Write a number, for example 3 or 0.5.",
  boolean: "Write yes or no.",
  array: 'Write a list in JSON, for example ["a", "b"].',
  object: 'Write an object in JSON, for example { "id": 1 }.',
  image: "Write the address of an image, https://….",
  file: "Write the address of a file, https://….",
};

/** Parses a typed text as a value of the type. Texts are unchanged; lists and objects are JSON. */
export function readValue(text: string, type: VariableType): ReadValue {
  if (type === "string") return { ok: true, value: text };
  const value = type === "boolean" ? readBoolean(text) : isMediaType(type) ? readMedia(text) : parseJson(text);
  return isOfType(value, type) ? { ok: true, value } : { ok: false, message: hints[type] };
}

/** The variable type of a value. Null and other values without a type count as text. */
export function typeOfValue(value: unknown): VariableType {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number" || typeof value === "boolean") return typeof value as "number" | "boolean";
  return typeof value === "object" && value !== null ? "object" : "string";
}

/** Reads a URL, or an object as JSON. */
function readMedia(text: string): unknown {
  return text.trimStart().startsWith("{") ? parseJson(text) : text.trim();
}

function readBoolean(text: string): unknown {
  const word = text.trim().toLowerCase();
  if (word === "yes" || word === "true") return true;
  return word === "no" || word === "false" ? false : undefined;
}
