import type { Variable, VariableType } from "./content";

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

// Liquid reads these as values or operators, so a variable of that name could never be used.
const liquidWords = ["true", "false", "nil", "null", "empty", "blank", "and", "or", "not", "contains", "forloop"];

const reserved: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
  ...liquidWords,
]);

/** Whether a variable may not have this name: JavaScript's own property names and Liquid's own words. */
export function isReservedVariableName(name: string): boolean {
  return reserved.has(name);
}

/** Whether the name has the form of a variable: letters, digits and underscores, not starting with a digit. */
export function isVariableName(name: string): boolean {
  return identifier.test(name);
}

/** Whether a value is of the declared type. Numbers are finite; null is of no type. */
export function isOfType(value: unknown, type: VariableType): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "number") return Number.isFinite(value);
  return typeof value === type;
}

/** The type of a value in our words, for messages. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** "a string", "an array". */
export function withArticle(type: Variable["type"] | string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
