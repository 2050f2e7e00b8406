/** A part of a template: plain text, `{{ … }}`, `{% … %}`, or `{% render … %}` with the quoted name in it. */
export type TemplatePart = { kind: "text" | "output" | "tag" | "snippet" | "string"; text: string };

const tokens = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** Splits a template at its tags, for colours before the editor has loaded. The concatenated parts are the text. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const put = (kind: TemplatePart["kind"], part: string) => {
    if (part) parts.push({ kind, text: part });
  };
  let from = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    put("text", text.slice(from, index));
    from = index + token.length;
    const quoted = /^(\{%-?\s*render\s+)('[^']*'|"[^"]*")([\s\S]*)$/.exec(token);
    if (token.startsWith("{{")) put("output", token);
    else if (quoted) {
      put("snippet", quoted[1] ?? "");
      put("string", quoted[2] ?? "");
      put("snippet", quoted[3] ?? "");
    } else put("tag", token);
  }
  put("text", text.slice(from));
  return parts;
}

/** A range in a text, from 1. `end` is the column after its last character. */
export type TextRange = { line: number; column: number; endLine: number; end: number };

/** Returns every tag and output with its range. */
export function placedTokens(text: string): (TextRange & { token: string })[] {
  const place = positions(text);
  return [...text.matchAll(tokens)].map(({ 0: token, index }) => {
    const start = place(index);
    const end = place(index + token.length);
    return { ...start, endLine: end.line, end: end.column, token };
  });
}

/** Returns the ranges of the outputs `{{ … }}`. */
export function outputRanges(text: string): TextRange[] {
  return placedTokens(text)
    .filter(({ token }) => token.startsWith("{{"))
    .map(({ token: _, ...range }) => range);
}

/** Returns the range to underline for a fault: the tag or output that contains it, or else the rest of the line. */
export function faultRange(text: string, line: number, column: number): TextRange {
  const place = positions(text);
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const start = place(index);
    const end = place(index + token.length);
    const isBefore = start.line < line || (start.line === line && start.column <= column);
    const isBehind = end.line > line || (end.line === line && end.column > column);
    if (isBefore && isBehind) return { ...start, endLine: end.line, end: end.column };
  }
  const length = text.split("\n")[line - 1]?.length ?? 0;
  return { line, column: Math.min(column, length || 1), endLine: line, end: length + 1 };
}

/** Converts offsets to positions. Offsets must be in ascending order. */
function positions(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  return (offset) => {
    for (let at = text.indexOf("\n", start); at !== -1 && at < offset; at = text.indexOf("\n", start)) {
      line++;
      start = at + 1;
    }
    return { line, column: offset - start + 1 };
  };
}
