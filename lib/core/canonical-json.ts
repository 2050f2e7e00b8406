import serialize from "canonicalize";

/** Returns the canonical form of a JSON value (RFC 8785). Equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) throw new TypeError("Only JSON values have a canonical form.");
  return text;
}
