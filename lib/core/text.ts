import { AppError, type ErrorCode, type FieldError } from "./errors";

type Fault = FieldError & { code: ErrorCode };

// With the u flag a surrogate pair is one character, so this matches only lone surrogates.
const suspicious = /[\0\uD800-\uDFFF]/u;

/** Returns a JSON pointer (RFC 6901) from unescaped segments. Without segments it is "", the whole document. */
export function jsonPointer(segments: readonly PropertyKey[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * Returns the first fault of a string: NUL, which PostgreSQL cannot store, or a lone surrogate. Null if there is none.
 */
export function textFault(text: string): { code: ErrorCode; message: string } | null {
  if (!suspicious.test(text)) return null;
  if (text.includes("\0"))
    return { code: "invalid_character", message: "The text holds a NUL character (\\u0000), which cannot be stored." };
  return { code: "invalid_unicode", message: "The text contains half of a surrogate pair: it is not valid Unicode." };
}

/**
 * Lists the strings (including keys), numbers and levels of a JSON value that cannot be stored: `invalid_character`,
 * `invalid_unicode`, `number_not_finite`, and `json_too_deep` below `maxDepth` levels. At most 100 faults.
 */
export function jsonFaults(value: unknown, maxDepth = 64): FieldError[] {
  return collect(value, maxDepth);
}

/** Throws an AppError with the code of the first fault and the list of all faults, unless the JSON value is clean. */
export function assertCleanJson(value: unknown, maxDepth = 64): void {
  const faults = collect(value, maxDepth);
  const [first] = faults;
  if (first) throw new AppError(first.code, first.message, { errors: faults });
}

function collect(value: unknown, maxDepth: number): Fault[] {
  const faults: Fault[] = [];
  const path: PropertyKey[] = [];
  const report = (code: ErrorCode, message: string) => faults.push({ pointer: jsonPointer(path), code, message });

  const visitText = (text: string) => {
    const fault = textFault(text);
    if (fault) report(fault.code, fault.message);
  };

  const visitEntry = (key: PropertyKey, entry: unknown) => {
    path.push(key);
    if (typeof key === "string") visitText(key);
    visit(entry);
    path.pop();
  };

  const visit = (current: unknown) => {
    if (faults.length >= 100) return;
    if (typeof current === "string") visitText(current);
    else if (typeof current === "number") {
      if (!Number.isFinite(current)) report("number_not_finite", "The number is too large or not a number.");
    } else if (typeof current === "object" && current !== null) {
      if (path.length >= maxDepth) {
        report("json_too_deep", `The value is nested deeper than ${maxDepth} levels.`);
        return;
      }
      if (Array.isArray(current)) for (const [index, item] of current.entries()) visitEntry(index, item);
      else for (const [key, item] of Object.entries(current)) visitEntry(key, item);
    }
  };

  visit(value);
  return faults;
}
