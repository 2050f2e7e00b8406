import type { Notes } from "./import-note";

/** A token of a Handlebars or mustache text. `inner` is the text between the braces, without "~" and spaces. */
export type HandlebarsToken = {
  kind: "text" | "tag" | "comment";
  /** The source text of a tag. For text: the text with escapes resolved. */
  text: string;
  inner: string;
  offset: number;
  stripsBefore: boolean;
  stripsAfter: boolean;
  isTriple: boolean;
};

const maxTags = 5_000;

/** Splits a text into tokens in one pass. Notes the first unreadable part and skips the rest of the text. */
export function readHandlebars(source: string, start: number, notes: Notes): HandlebarsToken[] {
  const tokens: HandlebarsToken[] = [];
  const push = (kind: HandlebarsToken["kind"], text: string, offset: number, inner = "", isTriple = false) => {
    const body = inner.replace(/^~/, "").replace(/~$/, "");
    const [stripsBefore, stripsAfter] = [inner.startsWith("~"), inner.endsWith("~")];
    if (text !== "" || kind !== "text")
      tokens.push({ kind, text, inner: body.trim(), offset, stripsBefore, stripsAfter, isTriple });
  };
  let from = start;
  let literal = "";
  const flush = (until: number) => {
    push("text", literal + source.slice(from, until), from);
    literal = "";
  };
  for (let open = source.indexOf("{{", start); open !== -1; open = source.indexOf("{{", from)) {
    if (tokens.length > maxTags * 2) {
      notes.refuse(open, `A prompt has at most ${maxTags} tags.`);
      return tokens;
    }
    const backslashes = /\\*$/.exec(source.slice(Math.max(from, open - 2), open))?.[0].length ?? 0;
    if (backslashes === 1) {
      literal += `${source.slice(from, open - 1)}{{`;
      from = open + 2;
      continue;
    }
    if (backslashes === 2) {
      literal += source.slice(from, open - 1);
      from = open;
    }
    if (source.startsWith("{{{{", open)) {
      const end = rawBlock(source, open);
      if (!end) return unclosed(open);
      literal += source.slice(from, open) + source.slice(end.bodyFrom, end.bodyTo);
      from = end.after;
      continue;
    }
    flush(open);
    const shape = shapeAt(source, open);
    const close = source.indexOf(shape.close, open + shape.open.length);
    if (close === -1) return unclosed(open);
    from = close + shape.close.length;
    push(shape.kind, source.slice(open, from), open, source.slice(open + shape.open.length, close), shape.isTriple);
  }
  flush(source.length);
  return tokens;

  function unclosed(offset: number): HandlebarsToken[] {
    notes.refuse(offset, 'A "{{" is never closed.');
    return tokens;
  }
}

function shapeAt(source: string, open: number) {
  if (/^\{\{~?!--/.test(source.slice(open, open + 6)))
    return { kind: "comment" as const, open: "{{", close: commentEnd(source, open), isTriple: false };
  if (/^\{\{~?!/.test(source.slice(open, open + 4)))
    return { kind: "comment" as const, open: "{{", close: "}}", isTriple: false };
  if (source.startsWith("{{{", open)) return { kind: "tag" as const, open: "{{{", close: "}}}", isTriple: true };
  return { kind: "tag" as const, open: "{{", close: "}}", isTriple: false };
}

function commentEnd(source: string, open: number): string {
  const plain = source.indexOf("--}}", open);
  const stripping = source.indexOf("--~}}", open);
  return stripping !== -1 && (plain === -1 || stripping < plain) ? "--~}}" : "--}}";
}

function rawBlock(source: string, open: number) {
  const head = source.indexOf("}}}}", open);
  const name = /^\s*([\w-]+)/.exec(source.slice(open + 4, open + 104))?.[1];
  if (head === -1 || name === undefined) return null;
  const tail = `{{{{/${name}}}}}`;
  const close = source.indexOf(tail, head);
  return close === -1 ? null : { bodyFrom: head + 4, bodyTo: close, after: close + tail.length };
}
