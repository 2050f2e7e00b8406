/** New files, and the edits of existing ones. Paths are relative to the project folder. */
export type Changes = {
  files: Record<string, string>;
  edits: Record<string, (current: string) => string>;
};

/** "ends_with" → "ends-with": for files. */
export const kebab = (name: string) => name.replaceAll("_", "-");
/** "ends-with" → "ends_with": for types of the API. */
export const snake = (name: string) => name.replaceAll("-", "_");
/** "ends-with" → "endsWith": for constants. */
export const camel = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** "ends-with" → "Ends with": for people. */
export const label = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

type Registration = { importing?: string; opening: string; entry: string; at?: "start" | "end" };

/** Adds an entry to the list that begins with `opening`, and its import. Throws if the list is missing. */
export function register(source: string, { importing, opening, entry, at = "end" }: Registration): string {
  const from = source.indexOf(opening);
  const begin = from + opening.length;
  const end = source.indexOf("]", begin);
  if (from < 0 || end < 0) throw new Error(`There is no list that begins with ${opening}`);
  const head = importing ? `${importing}\n` : "";
  if (at === "start") return `${head}${source.slice(0, begin)}${entry}, ${source.slice(begin).trimStart()}`;
  const list = source.slice(from, end).trimEnd().replace(/,$/, "");
  return `${head}${source.slice(0, from)}${list}, ${entry}${source.slice(end)}`;
}
