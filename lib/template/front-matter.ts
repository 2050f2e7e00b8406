import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { Notes } from "./import-note";
import { positionsIn } from "./positions";

export type Fields = Record<string, unknown>;

/** A file of YAML front matter and a body. `bodyOffset`: where the body begins in the text. */
export type FrontMatter = {
  /** The text as read: without a byte order mark, with \n alone where every line ended in \r\n. */
  text: string;
  fields: Fields;
  bodyOffset: number;
  notes: Notes;
  /** The place of a field of the front matter, for notes. */
  placeOf: (...path: (string | number)[]) => number;
};

const maxFrontMatter = 1024 * 1024;

/** Reads a `.prompt` file's front matter. What is wrong with it is noted; then `fields` is empty. */
export function readFrontMatter(source: string): FrontMatter {
  const text = normalise(source);
  const notes = new Notes(positionsIn(text));
  const bounds = findBounds(text);
  const none = { text, fields: {}, bodyOffset: bounds?.bodyFrom ?? 0, notes, placeOf: () => 0 };
  if (!bounds) return none;
  const { yamlFrom, yamlTo, bodyFrom } = bounds;
  if (yamlTo - yamlFrom > maxFrontMatter) {
    notes.refuse(yamlFrom, "The front matter is larger than 1 MiB.");
    return none;
  }
  const lines = new LineCounter();
  let document: Document;
  let value: unknown;
  try {
    const yaml = text.slice(yamlFrom, yamlTo);
    document = parseDocument(yaml, {
      lineCounter: lines,
      prettyErrors: false,
      resolveKnownTags: false,
      uniqueKeys: false, // its check takes time by the square of the fields: see findDuplicate
      logLevel: "error",
    });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) {
      notes.refuse(yamlFrom + (fault.pos[0] ?? 0), `The front matter is not readable YAML: ${fault.message}`);
      return none;
    }
    const duplicate = findDuplicate(document);
    if (duplicate !== null) {
      notes.refuse(yamlFrom + duplicate, "The front matter is not readable YAML: Map keys must be unique");
      return none;
    }
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    const isAlias = error instanceof ReferenceError;
    notes.refuse(yamlFrom, isAlias ? "YAML aliases (&, *) are not read." : "The front matter is nested too deeply.");
    return none;
  }
  if (value === null || value === undefined) return none;
  if (!isFields(value)) {
    notes.refuse(yamlFrom, "The front matter is a list of fields: key: value.");
    return none;
  }
  const placeOf = (...path: (string | number)[]) => {
    const node = document.getIn(path, true) as { range?: [number, number, number] | null } | undefined;
    return yamlFrom + (node?.range?.[0] ?? 0);
  };
  if (hasPrototypeKey(value)) {
    notes.refuse(yamlFrom, 'A field cannot be called "__proto__".');
    return none;
  }
  return { text, fields: value, bodyOffset: bodyFrom, notes, placeOf };
}

/** Where a key stands that its map has already; null: every key is unique. */
function findDuplicate(document: Document): number | null {
  let found: number | null = null;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
    },
  });
  return found;
}

/** Whether a value is a map of fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a field anywhere in the value is called "__proto__". Deeper than 200 levels counts as if it were. */
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

/** The lines of three dashes; before the first only blank lines and comments may stand. */
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
