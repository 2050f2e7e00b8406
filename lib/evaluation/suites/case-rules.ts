import { isRecord } from "@/lib/core/records";
import { givenMessageFault } from "@/lib/template/given-message";

// The grid checks cells while they are typed. These rules have no schema, because Zod is 38 KB in the browser.
// A test compares them with the schemas of the server.

/** Limits of the fields of a case. */
export const caseLimits = { name: 200, tag: 50, tags: 20, placeholders: 20, turns: 200 } as const;

export const nameTooLong = `A name has at most ${caseLimits.name} characters.`;
export const tagFaults = {
  empty: "A tag is not empty.",
  long: `A tag has at most ${caseLimits.tag} characters.`,
  many: `A case has at most ${caseLimits.tags} tags.`,
  twice: "A tag is listed twice.",
} as const;
export const placeholderFaults = {
  name: "This is not a valid placeholder name.",
  many: `There are at most ${caseLimits.placeholders} placeholders.`,
} as const;
export const placeholderName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** Returns what is wrong with a trimmed name, or null. */
export const nameFault = (name: string): string | null => (name.length > caseLimits.name ? nameTooLong : null);

/** Returns what is wrong with a list of trimmed tags, or null. */
export function tagsFault(tags: readonly string[]): string | null {
  if (tags.some((tag) => tag === "")) return tagFaults.empty;
  if (tags.some((tag) => tag.length > caseLimits.tag)) return tagFaults.long;
  if (tags.length > caseLimits.tags) return tagFaults.many;
  return new Set(tags).size < tags.length ? tagFaults.twice : null;
}

/** Returns what is wrong with the messages of placeholders, or null. */
export function placeholdersFault(value: unknown): string | null {
  if (!isRecord(value)) return 'Write an object in JSON, for example { "history": [] }.';
  for (const [name, messages] of Object.entries(value)) {
    if (!placeholderName.test(name)) return placeholderFaults.name;
    if (!Array.isArray(messages)) return "A placeholder is filled with a list of messages.";
    if (messages.length > caseLimits.turns) return `A placeholder has at most ${caseLimits.turns} messages.`;
    const fault = messages.map(givenMessageFault).find((one) => one !== null);
    if (fault) return fault.message;
  }
  return Object.keys(value).length > caseLimits.placeholders ? placeholderFaults.many : null;
}

/** Returns what is wrong with the form of checks, or null. The server validates the fields of each. */
export const checksFault = (value: unknown): string | null =>
  Array.isArray(value) && value.every((check) => isRecord(check) && typeof check.type === "string")
    ? null
    : 'Write a list of checks in JSON, for example [{ "type": "contains", "value": "a" }].';
