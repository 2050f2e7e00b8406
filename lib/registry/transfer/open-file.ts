import { AppError } from "@/lib/core/errors";
import { textFault } from "@/lib/core/text";
import { hasPrototypeKey, readFrontMatter } from "@/lib/template/front-matter";
import { type Position, positionsIn } from "@/lib/template/positions";
import { Source } from "@/lib/template/source";
import { readYaml } from "@/lib/template/yaml";
import type { FileKind, OpenFile } from "./define-importer";

export type SourceFile = { name: string; text: string };

/** A parsed file. `locate` returns the position of a JSON pointer; null if the format has no useful lines. */
export type Opened = OpenFile & { locate: ((pointer: string) => Position | null) | null };

/** Extensions of text files, in which a leading brace does not mean JSON. */
const textEndings = /\.(txt|md|prompt|prompty|liquid)$/i;

/** Parses a file as one of the given kinds. Throws 422 `import_invalid` if it is none of them. */
export function openFile({ name, text }: SourceFile, kinds: readonly FileKind[], index: number): Opened {
  const fault = textFault(text);
  if (fault) {
    const at = text.search(/[\0\uD800-\uDFFF]/u);
    throw invalid(index, name, `${fault.message} Save the file as UTF-8.`, positionsIn(text)(at));
  }
  if (text.trim() === "") throw invalid(index, name, "The file is empty.");
  const source = text.replace(/^\uFEFF/, "");
  const looksLikeJson = /^\s*[[{]/.test(source) && !/^\s*\{\{/.test(source);
  if (kinds.includes("json") && (looksLikeJson || /\.json$/i.test(name))) {
    const value = parseJson(source, { name, index, isText: textEndings.test(name) });
    if (value !== undefined) return openData({ name, text }, value, "json");
  }
  if (kinds.includes("yaml") && /\.ya?ml$/i.test(name)) return openYaml({ name, text: source }, index);
  const front = readFrontMatter(text);
  const locate = (pointer: string) => (pointer === "" ? null : front.notes.at(front.placeOf(...segments(pointer))));
  const kind = front.hasFrontMatter ? "front matter" : "text";
  return { path: name, name: baseName(name), kind, source: front.source, front, locate };
}

function openData({ name }: SourceFile, value: unknown, kind: FileKind): Opened {
  return {
    path: name,
    name: baseName(name),
    kind,
    source: new Source(value),
    front: readFrontMatter(""),
    locate: null,
  };
}

function openYaml({ name, text }: SourceFile, index: number): Opened {
  const read = readYaml(text);
  const positions = positionsIn(text);
  if (!read.ok) throw invalid(index, name, `This is ${read.message}`, positions(read.offset));
  if (hasPrototypeKey(read.value)) throw invalid(index, name, prototypeMessage);
  const locate = (pointer: string) => positions(read.placeOf(...segments(pointer)));
  return { ...openData({ name, text }, read.value, "yaml"), locate };
}

const prototypeMessage = 'A field is called "__proto__", or the file is nested deeper than 200 levels.';
const segments = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Returns undefined for a text that only starts like JSON. */
function parseJson(source: string, { name, index, isText }: { name: string; index: number; isText: boolean }): unknown {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    if (isText) return undefined;
    const at = positionsIn(source)(jsonFaultOffset(source));
    throw invalid(index, name, "The file does not parse as JSON.", at);
  }
  if (hasPrototypeKey(value)) throw invalid(index, name, prototypeMessage);
  return value;
}

/** "prompts/Support reply.prompt.yml" becomes "prompts/Support reply". */
function baseName(fileName: string): string {
  return fileName.replace(/(\.prompt)?\.(prompt|prompty|json|txt|md|ya?ml)$/i, "") || "unnamed";
}

/** The error 422 `import_invalid` for a whole file. */
export function invalid(index: number, name: string, message: string, at?: Position): AppError {
  const where = at ? ` (line ${at.line}, column ${at.column})` : "";
  return new AppError("import_invalid", `${name}: ${message}${where}`, {
    errors: [{ pointer: `/files/${index}/text`, code: "import_invalid", message, ...at }],
  });
}

const token =
  /[\s]*(?:([{}[\],:])|("[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/**
 * The approximate offset where a text stops being valid JSON, found in one pass over its tokens. For texts that
 * JSON.parse rejected.
 */
function jsonFaultOffset(text: string): number {
  let before = "";
  let at = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, mark = "value"] = match;
    const start = at + whole.search(/\S/);
    const opensValue = mark === "value" || mark === "{" || mark === "[";
    const closesValue = before === "value" || before === "}" || before === "]";
    if (opensValue && closesValue) return start;
    if ((mark === "}" || mark === "]" || mark === ",") && (before === "," || before === ":")) return start;
    before = mark;
    at = token.lastIndex;
  }
  const rest = text.slice(at).search(/\S/);
  return rest === -1 ? text.length : at + rest;
}
