import { isRecord } from "@/lib/core/records";
import { Notes } from "./import-note";
import { positionsIn } from "./positions";
import { Source } from "./source";
import { readYaml } from "./yaml";

type Fields = Record<string, unknown>;

/** A file with YAML front matter and a body. `bodyOffset` is the start of the body in the text. */
export type FrontMatter = {
  /** The text without a byte order mark. If every line ends in \r\n, these are replaced by \n. */
  text: string;
  fields: Fields;
  /** The same fields, with a record of which were taken. */
  source: Source;
  hasFrontMatter: boolean;
  bodyOffset: number;
  notes: Notes;
  /** The position of a field of the front matter, for notes. */
  placeOf: (...path: (string | number)[]) => number;
};

const maxFrontMatter = 1024 * 1024;

/** Reads the front matter of a `.prompt` file. Faults are noted; then `fields` is empty. */
export function readFrontMatter(source: string): FrontMatter {
  const text = normalise(source);
  const notes = new Notes(positionsIn(text));
  const bounds = findBounds(text);
  const none = {
    text,
    fields: {},
    source: new Source({}),
    hasFrontMatter: bounds !== null,
    bodyOffset: bounds?.bodyFrom ?? 0,
    notes,
    placeOf: () => 0,
  };
  if (!bounds) return none;
  const { yamlFrom, yamlTo, bodyFrom } = bounds;
  if (yamlTo - yamlFrom > maxFrontMatter) {
    notes.refuse(yamlFrom, "The front matter is larger than 1 MiB.");
    return none;
  }
  const read = readYaml(text.slice(yamlFrom, yamlTo));
  if (!read.ok) {
    notes.refuse(yamlFrom + read.offset, `The front matter is ${read.message}`);
    return none;
  }
  const { value } = read;
  if (value === null || value === undefined) return none;
  if (!isRecord(value)) {
    notes.refuse(yamlFrom, "The front matter is a list of fields: key: value.");
    return none;
  }
  const placeOf = (...path: (string | number)[]) => yamlFrom + read.placeOf(...path);
  if (hasPrototypeKey(value)) {
    notes.refuse(yamlFrom, 'A field cannot be called "__proto__".');
    return none;
  }
  return { text, fields: value, source: new Source(value), hasFrontMatter: true, bodyOffset: bodyFrom, notes, placeOf };
}

/** Whether a key anywhere in the value is "__proto__". Nesting deeper than 200 levels counts as such. */
export function hasPrototypeKey(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth > 200 || Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some((inner) => hasPrototypeKey(inner, depth + 1));
}

function normalise(source: string): string {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const usesCrLf = text.includes("\r\n") && !/(^|[^\r])\n/.test(text);
  return usesCrLf ? text.replaceAll("\r\n", "\n") : text;
}

/** Finds the two lines of three dashes. Only blank lines and comments may precede the first. */
function findBounds(text: string) {
  let at = 0;
  for (;;) {
    const end = text.indexOf("\n", at);
    const line = (end === -1 ? text.slice(at) : text.slice(at, end)).trim();
    if (end === -1) return null;
    at = end + 1;
    if (line === "---") break;
    if (line !== "" && !line.startsWith("#")) return null;
  }
  const yamlFrom = at;
  for (;;) {
    const end = text.indexOf("\n", at);
    const line = end === -1 ? text.slice(at) : text.slice(at, end);
    if (/^---[ \t\r]*$/.test(line)) return { yamlFrom, yamlTo: at, bodyFrom: end === -1 ? text.length : end + 1 };
    if (end === -1) return null;
    at = end + 1;
  }
}
