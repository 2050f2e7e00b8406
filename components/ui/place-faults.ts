import type { ActionFailure } from "./reach";

/** The field of a fault by its JSON pointer ("/conditions") or by the code of the failure ("already_exists"). */
export type FieldNames<Values> = Readonly<Record<string, Extract<keyof Values, string>>>;
type PlacedFault = { field: string; message: string };

/** What the server objects to, by field: "/variants/0/version" is "variants.0.version". What no field is for is left out. */
export function placeFaults<Values extends object>(
  { code, message, errors = [] }: ActionFailure,
  values: Values,
  at: FieldNames<Values> = {},
): PlacedFault[] {
  const placed = errors.flatMap((error): PlacedFault[] => {
    const path = error.pointer.split("/").slice(1);
    const field = at[error.pointer] ?? at[`/${path[0]}`] ?? path.join(".");
    return Object.hasOwn(values, field.split(".")[0] ?? "") ? [{ field, message: error.message }] : [];
  });
  const ofCode = at[code];
  return placed.length > 0 || ofCode === undefined ? placed : [{ field: ofCode, message }];
}
