/** Returns a query with the parameter set, or without it (null), and all else as it was. Pure. */
export function withParam(search: string, name: string, value: string | null): string {
  const kept = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part && part.split("=")[0] !== name);
  if (value !== null) kept.push(`${name}=${readable(value)}`);
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

const readable = (value: string) =>
  encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
