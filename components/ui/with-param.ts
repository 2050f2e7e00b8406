const readable = (value: string) =>
  encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");

/** Returns a query with the parameter set, or without it (null), and all else as it was. Pure. */
export function withParam(search: string, name: string, value: string | null): string {
  const kept = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part && part.split("=")[0] !== name);
  if (value !== null) kept.push(`${name}=${readable(value)}`);
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

/** Returns a query with several parameters set, or without them. Pure. */
export const withParams = (search: string, change: Readonly<Record<string, string | null>>): string =>
  Object.entries(change).reduce((query, [name, value]) => withParam(query, name, value), search);

/** Returns the parameters as a query that people can read. Pure. */
export const queryOf = (params: Iterable<readonly [string, string]>): string =>
  [...params].reduce((query, [name, value]) => `${query}${query ? "&" : "?"}${name}=${readable(value)}`, "");
