import { isRecord } from "@/lib/core/records";
import type { Variable, VariableType } from "./content";
import { isMediaValue } from "./media";

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

// Liquid reads all of these except the first as values or operators, so a variable of that name could never be used.
const reserved = [
  "prototype",
  "true",
  "false",
  "nil",
  "null",
  "empty",
  "blank",
  "and",
  "or",
  "not",
  "contains",
  "forloop",
];

/** Whether the name is reserved: a property name of JavaScript's objects or a keyword of Liquid. */
export function isReservedVariableName(name: string): boolean {
  return Object.hasOwn(Object.prototype, name) || reserved.includes(name);
}

/** Whether the name is a valid variable name: letters, digits and underscores, not starting with a digit. */
export function isVariableName(name: string): boolean {
  return identifier.test(name);
}

/** The types of variables, in the order in which they are offered. */
export const variableTypes = [
  "string",
  "number",
  "boolean",
  "array",
  "object",
  "image",
  "file",
] as const satisfies readonly VariableType[];

/** Whether a variable of this type fills an image or a file part instead of a text. */
export function isMediaType(type: VariableType): type is "image" | "file" {
  return type === "image" || type === "file";
}

/** Whether a value has the declared type. Numbers must be finite. Null has no type. */
export function isOfType(value: unknown, type: VariableType): boolean {
  if (isMediaType(type)) return isMediaValue(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "number") return Number.isFinite(value);
  return typeof value === type;
}

/** Whether the variable accepts the value: it has the type, or the type is inferred and both are scalar. */
export function isAccepted(value: unknown, { type, inferred }: Pick<Variable, "type" | "inferred">): boolean {
  return isOfType(value, type) || (inferred === true && isScalarType(type) && isScalar(value));
}

/** Whether values of the type are texts, numbers or booleans. */
export function isScalarType(type: VariableType): boolean {
  return type === "string" || type === "number" || type === "boolean";
}

const isScalar = (value: unknown) => typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

/** The name of a value's type, for messages. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** "a string", "an array". */
export function withArticle(type: Variable["type"] | string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
