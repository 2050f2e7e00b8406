import type { z } from "zod";
import { AppError, type ErrorCode, errorStatus, type FieldError } from "./errors";
import { assertCleanJson, jsonPointer } from "./text";

type Issue = z.core.$ZodIssue;

/** Returns an issue with one of our error codes, for `ctx.addIssue` in a schema. */
export function codedIssue(code: ErrorCode, message: string, path: PropertyKey[] = []) {
  return { code: "custom" as const, message, path, params: { code } };
}

/**
 * Validates external input: first clean JSON (NUL, lone surrogates, infinities), then the schema. Throws an AppError
 * with the schema's own code if it has one, `unrecognized_keys` for unknown fields, else `invalid_request`.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  assertCleanJson(value);
  return parseEnvelope(schema, value);
}

/** Validates an envelope whose items are validated later, one by one. */
export function parseEnvelope<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationError(result.error.issues, value);
}

/** Returns the AppError for zod's issues with `input`. */
export function validationError(issues: readonly Issue[], input: unknown): AppError {
  const errors = issues.flatMap((issue) => fieldErrors(issue, [], input));
  const coded = errors.find((error) => error.code in errorStatus);
  const first = coded ?? errors[0];
  const where = first?.pointer ? `${first.pointer}: ` : "";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const code = coded ? (coded.code as ErrorCode) : "invalid_request";
  return new AppError(code, first ? `${where}${first.message}${more}` : "The input is not valid.", { errors });
}

function fieldErrors(issue: Issue, base: readonly PropertyKey[], input: unknown): FieldError[] {
  const path = [...base, ...issue.path];
  const pointer = jsonPointer(path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      code: "unrecognized_keys",
      message: `The field "${key}" is unknown.`,
    }));
  if (issue.code === "custom" && typeof issue.params?.code === "string")
    return [{ pointer, code: issue.params.code, message: issue.message }];
  if (issue.code !== "custom" && valueAt(input, path) === undefined)
    return [{ pointer, code: "required", message: "This field is required." }];
  if ((issue.code === "too_small" || issue.code === "too_big") && isNumberOrigin(issue.origin))
    return [{ pointer, code: "number_out_of_range", message: issue.message }];
  if (issue.code === "invalid_union" && issue.errors.length > 0) return closestBranch(issue.errors, path, input);
  return [{ pointer, code: issue.code, message: issue.message }];
}

const isNumberOrigin = (origin: string) => origin === "number" || origin === "int";

/** Returns the issues of the union branch that the input matches best. */
function closestBranch(branches: readonly (readonly Issue[])[], path: readonly PropertyKey[], input: unknown) {
  const candidates = branches.map((branch) => branch.flatMap((issue) => fieldErrors(issue, path, input)));
  return candidates.reduce((best, next) => (next.length < best.length ? next : best));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let current = input;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}
