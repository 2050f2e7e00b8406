import { experimentParts, filterFaults } from "./filter-faults";
import { filterLabel } from "./filter-kinds";
import { requestFilterFields } from "./schema";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** The filters of an address. `leftOut` are those that are not applied, with a sentence that says why. */
export type AddressFields = { fields: Record<string, string>; leftOut: { key: string; words: string }[] };

/** Reads the filters from an address. Those that are invalid, or mean nothing on their own, are left out. Pure. */
export function readFields(query: Query): AddressFields {
  const fields: Record<string, string> = {};
  const leftOut: AddressFields["leftOut"] = [];
  const leave = (key: string, why: string) =>
    leftOut.push({ key, words: `The filter “${filterLabel(key)}” ${why}. It is left out.` });
  for (const [key, schema] of Object.entries(requestFilterFields)) {
    const value = query[key];
    if (value === undefined) continue;
    if (typeof value !== "string") leave(key, "is in the address several times");
    else if (!schema.safeParse(value).success) leave(key, `cannot be “${value.slice(0, 60)}”`);
    else fields[key] = value;
  }
  for (const key of experimentParts)
    if (fields[key] !== undefined && fields.experiment === undefined) {
      leave(key, "needs an experiment");
      delete fields[key];
    }
  return { fields, leftOut };
}

/** Says why no request can match, if filters exclude each other. Pure. */
export function contradictionWords(fields: Readonly<Record<string, string>>): string[] {
  return filterFaults(fields).flatMap((fault) =>
    "other" in fault
      ? [`No request matches both “${filterLabel(fault.other)}” and “${filterLabel(fault.field)}”.`]
      : [],
  );
}

export const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
