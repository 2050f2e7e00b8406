import { flagOf, objectOf, type ScimObject, textOf } from "./attributes";
import { ScimFault } from "./fault";
import { parseFilter } from "./filter";
import { type Change, refuseReadOnly } from "./patch";
import { type Email, emailsOf, type UserFields } from "./user-fields";

const texts: Readonly<Record<string, "userName" | "externalId" | "displayName">> = {
  username: "userName",
  externalid: "externalId",
  displayname: "displayName",
};
const names: Readonly<Record<string, "givenName" | "familyName" | "formatted">> = {
  givenname: "givenName",
  familyname: "familyName",
  formatted: "formatted",
};
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Applies the changes of a PATCH to a user. Ignores unknown attributes. Pure. */
export function patchUser(before: UserFields, changes: readonly Change[], id: string): UserFields {
  return changes.reduce((fields, change) => apply(fields, change, id), before);
}

function apply(fields: UserFields, change: Change, id: string): UserFields {
  refuseReadOnly(change, id);
  const { verb, attribute: name, part, value } = change;
  if (name === "groups") throw new ScimFault("mutability", "Groups are changed at /Groups.");
  const isRemoved = verb === "remove";
  const text = own(texts, name);
  if (text) return { ...fields, [text]: isRemoved ? null : textOf(value, text) };
  if (name === "active") return { ...fields, active: isRemoved ? null : flagOf(value, name) };
  if (name === "name") return { ...fields, ...patchName(change) };
  if (name === "emails") return { ...fields, emails: patchEmails(fields.emails, change, part) };
  return fields;
}

function patchName({ verb, part, value }: Change): Partial<UserFields> {
  const nameParts: ScimObject = part ? { [part]: value } : verb === "remove" ? {} : objectOf(value, "name");
  const parts = part || verb !== "remove" ? Object.keys(nameParts) : Object.keys(names);
  return Object.fromEntries(
    parts.flatMap((key) => {
      const field = own(names, key.toLowerCase());
      return field ? [[field, verb === "remove" ? null : textOf(nameParts[key], `name.${field}`, 100)]] : [];
    }),
  );
}

/** Whether an e-mail matches the filter in brackets: `type eq "work"`, `primary eq true`, `value eq "…"`. */
function isMeant({ value, type, primary }: Email, text: string | null): boolean {
  if (text === null) return true;
  const filter = parseFilter(text);
  const is = (each: typeof filter): boolean => {
    if (each.op === "and") return each.filters.every(is);
    if (each.op === "or") return each.filters.some(is);
    if (each.op !== "eq") throw new ScimFault("invalidPath", "In brackets only eq, and and or are understood.");
    const lowerValue = String(each.compValue).toLowerCase();
    const name = each.attrPath.toLowerCase();
    if (name === "type") return (type ?? "").toLowerCase() === lowerValue;
    if (name === "primary") return String(primary) === lowerValue;
    if (name === "value") return value.toLowerCase() === lowerValue;
    throw new ScimFault("invalidPath", "An e-mail has a type, a value, and may be primary.");
  };
  return is(filter);
}

/**
 * Adds an e-mail that matches the filter if there is none, because identity providers replace e-mails that do not exist
 * yet.
 */
function patchEmails(emails: readonly Email[], { verb, filter, value }: Change, part: string | null): Email[] {
  isMeant({ value: "", type: null, primary: false }, filter); // validates the filter even if there is no e-mail
  const meant = emails.filter((email) => isMeant(email, filter));
  const others = emails.filter((email) => !meant.includes(email));
  if (verb === "remove") return part === null || part === "value" ? others : [...emails];
  if (filter === null && part === null) {
    const newEmails = emailsOf(value);
    const isNew = (email: Email) => !newEmails.some((one) => one.value === email.value || one.type === email.type);
    return verb === "replace" ? newEmails : [...newEmails, ...emails.filter(isNew)];
  }
  if (part === "value") {
    const [changed] = emailsOf(value);
    const [before] = meant;
    const type = before?.type ?? /\btype\s+eq\s+"(\w+)"/i.exec(filter ?? "")?.[1] ?? "work";
    const primary = before?.primary ?? !others.some((email) => email.primary);
    return changed ? [{ ...changed, type, primary }, ...others] : [...emails];
  }
  if (part === "primary")
    return emails.map((email) => (meant.includes(email) ? { ...email, primary: flagOf(value, part) } : email));
  return part === null ? [...emailsOf(value), ...others] : [...emails];
}
