import type { ErrorObject } from "ajv";
import { show } from "./wording";

const formats: Record<string, string> = {
  date: "a date",
  time: "a time",
  "date-time": "a date with a time",
  email: "an e-mail address",
  uri: "a web address",
  url: "a web address",
  uuid: "a UUID",
  ipv4: "an IP address",
  ipv6: "an IP address",
  hostname: "a host name",
  duration: "a duration",
};

const types: Record<string, string> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

const nameOfType = (type: unknown) =>
  [type]
    .flat()
    .map((one) => types[String(one)] ?? String(one))
    .join(" or ");

/** Resolves a JSON pointer, through own keys only. */
function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Converts an error of ajv to a sentence: "/delivery_date must be a date. Got “tomorrow”." Pure. */
export function misfitWords({ instancePath, keyword, params, message }: ErrorObject, root: unknown): string {
  const what = instancePath === "" ? "The answer" : instancePath;
  const got = ` Got ${show(valueAt(root, instancePath))}.`;
  const p = params as Record<string, unknown>;
  switch (keyword) {
    case "required":
      return `${instancePath}/${String(p.missingProperty)} is missing.`;
    case "additionalProperties":
      return `${instancePath}/${String(p.additionalProperty)} is not in the schema, and other fields are not allowed.`;
    case "unevaluatedProperties":
      return `${instancePath}/${String(p.unevaluatedProperty)} is not in the schema, and other fields are not allowed.`;
    case "type":
      return `${what} must be ${nameOfType(p.type)}.${got}`;
    case "format":
      return `${what} must be ${formats[String(p.format)] ?? `of the format ${String(p.format)}`}.${got}`;
    case "enum":
      return `${what} must be one of ${(p.allowedValues as unknown[]).slice(0, 8).map(show).join(", ")}.${got}`;
    case "const":
      return `${what} must be ${show(p.allowedValue)}.${got}`;
    case "pattern":
      return `${what} must match ${String(p.pattern)}.${got}`;
    default:
      return `${what} ${message ?? "does not fit"}.${got}`;
  }
}
