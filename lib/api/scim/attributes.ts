import { ScimFault } from "./fault";

/** A JSON object as a client sends it. Names of attributes are not case sensitive (RFC 7643, 2.1). */
export type Sent = Record<string, unknown>;

/** A JSON object. Throws `invalidSyntax` for anything else. */
export function objectOf(value: unknown, what: string): Sent {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Sent;
  throw new ScimFault("invalidSyntax", `${what} is not an object.`);
}

/** The value of an attribute, whatever the case of its name. */
export function attribute(sent: Sent, name: string): unknown {
  const wanted = name.toLowerCase();
  const key = Object.keys(sent).find((one) => one.toLowerCase() === wanted);
  return key === undefined ? undefined : sent[key];
}

/** A text; null where nothing stands. Throws `invalidValue`. */
export function textOf(value: unknown, name: string, most = 320): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string" && value.length <= most) return value;
  throw new ScimFault("invalidValue", `${name} is a text of at most ${most} characters.`);
}

/** A list; one value counts as a list of one. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** True or false; Entra ID writes them as texts. Throws `invalidValue`. */
export function flagOf(value: unknown, name: string): boolean {
  const said = typeof value === "string" ? value.toLowerCase() : value;
  if (said === true || said === "true") return true;
  if (said === false || said === "false") return false;
  throw new ScimFault("invalidValue", `${name} is true or false.`);
}
