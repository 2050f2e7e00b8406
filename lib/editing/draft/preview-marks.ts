import { scanTemplate } from "@/lib/template/scan";

/** `unset`: declared but without a sample. `missing`: not declared. */
export type Piece = { kind: "text" | "value" | "unset" | "missing"; text: string };

/** A section of the message's own text or of a snippet, by paragraphs. */
export type Block = { snippet: { name: string; version: number } | null; paragraphs: Piece[][] };

// Private-use characters around outputs and snippets, to find these again after rendering.
const value = { open: "\uE000", middle: "\uE001", close: "\uE002" };
const snippetMark = { open: "\uE003", close: "\uE004" };
const marks = /[\uE000-\uE004]/g;
const wholeMarks = /\uE000[^\uE001]*\uE001|\uE003[^\uE001]*\uE001|[\uE000-\uE004]/g;

/** Adds a mark with the name of the variable around each `{{ … }}`. Unreadable text is unchanged. */
export function markOutputs(text: string): string {
  const clean = text.replace(marks, "");
  try {
    let result = "";
    let from = 0;
    for (const { contentRange } of scanTemplate(clean).outputs) {
      const open = clean.lastIndexOf("{{", contentRange[0]);
      const close = clean.indexOf("}}", contentRange[1]) + 2;
      // A tag that strips whitespace beside it would meet the mark instead.
      const strips = clean[open + 2] === "-" || clean[close - 3] === "-";
      const name = /^\s*([A-Za-z_]\w*)/.exec(clean.slice(...contentRange))?.[1];
      if (strips || !name || open < from) continue;
      result += `${clean.slice(from, open)}${value.open}${name}${value.middle}${clean.slice(open, close)}${value.close}`;
      from = close;
    }
    return result + clean.slice(from);
  } catch {
    return clean;
  }
}

/** Adds a mark with name and version around the text of a snippet. */
export function markSnippet({ name, version }: { name: string; version: number }, text: string): string {
  return `${snippetMark.open}${name}@${version}${value.middle}${text}${snippetMark.close}`;
}

/** Removes the marks. The result is the text that would be sent. */
export function withoutMarks(text: string): string {
  return text.replace(wholeMarks, "");
}

type Unfilled = { unset: ReadonlySet<string>; missing: ReadonlySet<string> };

/** Reads a rendered text with marks: which parts are values, and which come from a snippet. */
export function readMarks(text: string, { unset, missing }: Unfilled): Block[] {
  const blocks: { snippet: Block["snippet"]; pieces: Piece[] }[] = [];
  const snippets: NonNullable<Block["snippet"]>[] = [];
  const open: { name: string; start: number }[] = [];
  let written = 0; // characters written in the open value, to detect an empty one
  let isFresh = true;

  const put = (kind: Piece["kind"], part: string) => {
    if (part === "") return;
    // Inside a nested snippet the outer one is named, because it can be changed here.
    const snippet = snippets[0] ?? null;
    const last = blocks.at(-1);
    if (last && !isFresh && last.snippet === snippet) last.pieces.push({ kind, text: part });
    else blocks.push({ snippet, pieces: [{ kind, text: part }] });
    isFresh = false;
    written += part.length;
  };

  for (const token of text.split(/(\uE000[^\uE001]*\uE001|\uE003[^\uE001]*\uE001|\uE002|\uE004)/)) {
    if (token.startsWith(value.open)) open.push({ name: token.slice(1, -1), start: written });
    else if (token.startsWith(snippetMark.open)) {
      const at = token.lastIndexOf("@");
      snippets.push({ name: token.slice(1, at), version: Number(token.slice(at + 1, -1)) });
    } else if (token === snippetMark.close) {
      snippets.pop();
      if (snippets.length === 0) isFresh = true;
    } else if (token === value.close) {
      const closed = open.pop();
      if (!closed || closed.start !== written) continue;
      if (missing.has(closed.name)) put("missing", closed.name);
      else if (unset.has(closed.name)) put("unset", closed.name);
    } else put(open.length > 0 ? "value" : "text", token);
  }
  return blocks
    .map(({ snippet, pieces }) => ({ snippet, paragraphs: toParagraphs(pieces) }))
    .filter(({ paragraphs }) => paragraphs.length > 0);
}

/** Splits at empty lines. Line breaks within a paragraph are kept. */
function toParagraphs(pieces: readonly Piece[]): Piece[][] {
  const paragraphs: Piece[][] = [[]];
  for (const { kind, text } of pieces)
    for (const [index, part] of text.split(/\n(?:[ \t]*\n)+/).entries()) {
      if (index > 0) paragraphs.push([]);
      if (part) paragraphs.at(-1)?.push({ kind, text: part });
    }
  return paragraphs.map(trimEdges).filter((paragraph) => paragraph.length > 0);
}

function trimEdges(paragraph: readonly Piece[]): Piece[] {
  return paragraph
    .map(({ kind, text }, index) => {
      let trimmed = index === 0 ? text.replace(/^[ \t]*\n+/, "") : text;
      if (index === paragraph.length - 1) trimmed = trimmed.trimEnd();
      return { kind, text: trimmed };
    })
    .filter(({ text }) => text !== "");
}
