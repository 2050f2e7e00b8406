import { AppError } from "@/lib/core/errors";

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new AppError("invalid_unicode", "The query holds percent signs that are not percent-encoded UTF-8.", {
      errors: [{ pointer: "", code: "invalid_unicode", message: "Encode the value: encodeURIComponent does." }],
    });
  }
}

/**
 * Parses a query string (with or without "?"). Throws 400 `duplicate_parameter`, because servers interpret repeated
 * parameters differently; 422 `invalid_unicode` if it cannot be decoded. Pure.
 */
export function parseQuery(search: string): Record<string, string> {
  const entries = new Map<string, string>();
  for (const part of search.replace(/^\?/, "").split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    if (entries.has(name))
      throw new AppError("duplicate_parameter", `The query parameter "${name}" is repeated. Send it once.`);
    entries.set(name, equals === -1 ? "" : decode(part.slice(equals + 1)));
  }
  return Object.fromEntries(entries);
}
