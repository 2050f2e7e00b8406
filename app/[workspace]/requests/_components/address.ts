import { requestFilterFields } from "@/lib/requests/schema";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the filters from an address. Invalid values are ignored. */
export function readFields(query: Query): Record<string, string> {
  const fields = Object.entries(requestFilterFields).flatMap(([key, schema]) => {
    const value = query[key];
    return typeof value === "string" && schema.safeParse(value).success ? [[key, value] as const] : [];
  });
  return Object.fromEntries(fields);
}

export const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
