import type { ActionFailure } from "./reach";

/** The field for an error, by its JSON pointer ("/conditions") or by the code of the failure ("already_exists"). */
export type FieldNames<Values> = Readonly<Record<string, Extract<keyof Values, string>>>;
type PlacedFault = { field: string; message: string };

/**
 * Returns the server's errors by the field that shows them: "/variants/0/version" is shown at "variants.0.version", or
 * else at "variants". Errors without a field in the form are omitted.
 */
export function placeFaults<Values>(
  { code, message, errors = [] }: ActionFailure,
  shown: ReadonlySet<string>,
  at: FieldNames<Values> = {},
): PlacedFault[] {
  const placed = errors.flatMap((error): PlacedFault[] => {
    const path = error.pointer.split("/").slice(1);
    const paths = path.map((_, index) => path.slice(0, path.length - index));
    const names = [at[error.pointer], at[`/${path[0]}`], ...paths.map((parts) => parts.join("."))];
    const field = names.find((name) => name !== undefined && shown.has(name));
    if (field === undefined) return [];
    // The failure says what is wrong ("There is already …"); the single error only says what to do.
    const isWhole = error.code === code && code !== "invalid_request" && error.message !== message;
    return [{ field, message: isWhole ? `${message} ${error.message}` : error.message }];
  });
  const ofCode = at[code];
  return placed.length > 0 || ofCode === undefined || !shown.has(ofCode) ? placed : [{ field: ofCode, message }];
}
