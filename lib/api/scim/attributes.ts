import { isRecord } from "@/lib/core/records";
import { ScimFault } from "./fault";

/** A JSON object from a client. Attribute names are not case-sensitive (RFC 7643, 2.1). */
export type ScimObject = Record<string, unknown>;

/** Returns a JSON object. Throws `invalidSyntax` for other values. */
export function objectOf(value: unknown, what: string): ScimObject {
  if (isRecord(value)) return value;
  throw new ScimFault("invalidSyntax", `${what} is not an object.`);
}

/** The value of an attribute, ignoring the case of its name. */
export function attribute(sent: ScimObject, name: string): unknown {
  const lowerName = name.toLowerCase();
  const key = Object.keys(sent).find((one) => one.toLowerCase() === lowerName);
  return key === undefined ? undefined : sent[key];
}

/** Returns a string, or null for a missing value. Throws `invalidValue`. */
export function textOf(value: unknown, name: string, most = 320): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string" && value.length <= most) return value;
  throw new ScimFault("invalidValue", `${name} is a text of at most ${most} characters.`);
}

/** Returns a list. A single value becomes a list with one item. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Returns a boolean. Entra ID sends booleans as strings. Throws `invalidValue`. */
export function flagOf(value: unknown, name: string): boolean {
  const normalized = typeof value === "string" ? value.toLowerCase() : value;
  if (normalized === true || normalized === "true") return true;
  if (normalized === false || normalized === "false") return false;
  throw new ScimFault("invalidValue", `${name} is true or false.`);
}
