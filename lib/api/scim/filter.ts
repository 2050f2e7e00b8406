import { type Filter, parse } from "scim2-parse-filter";
import type { UserFilter } from "@/lib/auth/scim/rules";
import { ScimFault } from "./fault";

const mostCharacters = 1_000;

/** Entra ID filters by `emails[type eq "work"].value eq "…"`. A person has only one address, of type "work". */
const workEmail = /^\s*emails\[\s*type\s+eq\s+"work"\s*\]\.value(?=\s)/i;

/** Parses a filter (RFC 7644, 3.4.2.2). Throws `invalidFilter`. */
export function parseFilter(text: string): Filter {
  if (text.length > mostCharacters)
    throw new ScimFault("invalidFilter", `A filter has ${mostCharacters} characters at most.`);
  try {
    return parse(text.replace(workEmail, "emails.value"));
  } catch {
    throw new ScimFault("invalidFilter", "The filter cannot be read.");
  }
}

const attributes = new Map([
  ["id", "id"],
  ["username", "userName"],
  ["externalid", "externalId"],
  ["displayname", "name"],
  ["name.formatted", "name"],
  ["emails", "email"],
  ["emails.value", "email"],
] as const);
const core = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/i;
const nameOf = (path: string) => path.replace(core, "").toLowerCase();

const notUnderstood = () =>
  new ScimFault(
    "invalidFilter",
    "Filters compare id, userName, externalId, displayName, emails.value and active with eq, joined by and, or, not.",
  );

/**
 * Converts a filter of /Users. Throws `invalidFilter` for unsupported filters, because ignoring them would return too
 * many users.
 */
export function toUserFilter(filter: Filter): UserFilter {
  switch (filter.op) {
    case "and":
    case "or":
      return { kind: filter.op, filters: filter.filters.map(toUserFilter) };
    case "not":
      return { kind: "not", filter: toUserFilter(filter.filter) };
    case "[]":
      return ofEmail(filter.attrPath, filter.valFilter);
    case "eq":
      return equals(nameOf(filter.attrPath), filter.compValue);
    default:
      throw notUnderstood();
  }
}

function equals(name: string, value: unknown): UserFilter {
  if (name === "active") {
    const text = String(value).toLowerCase();
    if (text !== "true" && text !== "false") throw notUnderstood();
    return { kind: "active", value: text === "true" };
  }
  const attribute = attributes.get(name as "id");
  if (!attribute || typeof value !== "string" || value.includes("\0")) throw notUnderstood();
  return { kind: "is", attribute, value };
}

/** `emails[type eq "work" and value eq "…"]` */
function ofEmail(path: string, filter: Filter): UserFilter {
  if (nameOf(path) !== "emails") throw notUnderstood();
  const parts = filter.op === "and" ? filter.filters : [filter];
  const value = parts.find((one) => one.op === "eq" && nameOf(one.attrPath) === "value");
  if (value?.op !== "eq") throw notUnderstood();
  return equals("emails", value.compValue);
}

/** Converts a filter of /Groups: a name (`displayName eq`), an id or an externalId. */
export function toGroupTest(filter: Filter): { attribute: "id" | "externalId" | "name"; value: string } {
  const found = toUserFilter(filter);
  if (found.kind !== "is" || found.attribute === "userName" || found.attribute === "email")
    throw new ScimFault("invalidFilter", "Groups are looked for by displayName, externalId or id, with eq.");
  return { attribute: found.attribute, value: found.value };
}
