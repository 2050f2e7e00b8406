import { z } from "zod";
import { normaliseEmail } from "@/lib/auth/email";
import { cleanName } from "@/lib/auth/person-name";
import type { ScimUserRow } from "@/lib/auth/scim/queries";
import type { RequestedUser } from "@/lib/auth/scim/rules";
import { attribute, flagOf, listOf, objectOf, type ScimObject, textOf } from "./attributes";
import { ScimFault } from "./fault";

export type Email = { value: string; type: string | null; primary: boolean };

/** The fields of a user in a request; `undefined` for those not sent. */
export type UserFields = {
  userName: string | null;
  externalId: string | null;
  displayName: string | null;
  formatted: string | null;
  givenName: string | null;
  familyName: string | null;
  active: boolean | null;
  emails: Email[];
};

const namesOf = (sent: ScimObject) => ({
  formatted: textOf(attribute(sent, "formatted"), "name.formatted"),
  givenName: textOf(attribute(sent, "givenName"), "name.givenName", 100),
  familyName: textOf(attribute(sent, "familyName"), "name.familyName", 100),
});

export function emailsOf(value: unknown): Email[] {
  return listOf(value).map((each) => {
    const sent = typeof each === "string" ? { value: each } : objectOf(each, "An entry of emails");
    const text = textOf(attribute(sent, "value"), "emails.value") ?? "";
    const primary = attribute(sent, "primary") ?? false;
    return {
      value: text,
      type: textOf(attribute(sent, "type"), "emails.type", 50),
      primary: flagOf(primary, "emails.primary"),
    };
  });
}

/** Parses the user in the body of POST and PUT. Ignores unknown attributes. */
export function readUser(body: unknown): UserFields {
  const sent = objectOf(body, "The body");
  const name = attribute(sent, "name");
  const active = attribute(sent, "active");
  return {
    userName: textOf(attribute(sent, "userName"), "userName"),
    externalId: textOf(attribute(sent, "externalId"), "externalId"),
    displayName: textOf(attribute(sent, "displayName"), "displayName"),
    ...namesOf(name === undefined || name === null ? {} : objectOf(name, "name")),
    active: active === undefined || active === null ? null : flagOf(active, "active"),
    emails: emailsOf(attribute(sent, "emails")),
  };
}

const joined = (...names: (string | null)[]) => names.filter(Boolean).join(" ");

/**
 * The current fields of a user, as the base of a partial change. Omits derived fields, so that they are derived again
 * from the changed ones.
 */
export function fieldsOf({ userName, email, name, role, ...view }: ScimUserRow): UserFields {
  const { externalId, givenName, familyName } = view;
  const isAddress = normaliseEmail(userName) === email;
  return {
    userName,
    externalId,
    displayName: joined(givenName, familyName) === name ? null : name,
    formatted: null,
    givenName,
    familyName,
    active: role !== null,
    emails: isAddress ? [] : [{ value: email, type: "work", primary: true }],
  };
}

/**
 * The account's address: the primary e-mail, else the one of type "work", else the first, else userName if it is an
 * address.
 */
function addressOf({ userName, emails }: UserFields): string {
  const filled = emails.filter(({ value }) => value !== "");
  const chosen = filled.find(({ primary }) => primary) ?? filled.find(({ type }) => type === "work") ?? filled[0];
  const address = normaliseEmail(chosen?.value ?? userName ?? "");
  if (z.regexes.email.test(address)) return address;
  throw new ScimFault("invalidValue", "Send an e-mail address, as userName or in emails.");
}

/** Converts the fields to the data of the account. `before` is the current user, if there is one. */
export function toRequestedUser(fields: UserFields, before?: ScimUserRow): RequestedUser {
  const { userName, displayName, formatted, givenName, familyName, externalId, active } = fields;
  if (!userName) throw new ScimFault("invalidValue", "userName is required.");
  const email = addressOf(fields);
  const name = displayName || formatted || joined(givenName, familyName) || before?.name || email.split("@")[0] || "";
  return {
    userName,
    email,
    name: name === before?.name ? name : cleanName(name),
    givenName,
    familyName,
    externalId,
    isActive: active ?? (before ? before.role !== null : true),
  };
}
