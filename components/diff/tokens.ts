import type { DiffSegment } from "@/lib/registry/diff-lines";

export type TokenKind = "text" | "variable" | "logic" | "snippet" | "string";

/** A part of a text with one kind. */
export type Token = { kind: TokenKind; text: string };

/** A part with one kind that is either changed or unchanged as a whole. */
export type Piece = Token & { isChanged: boolean };

const tags = /\{\{.*?\}\}|\{%.*?%\}/g;
const strings = /'[^']*'|"[^"]*"/g;

/** Finds Liquid in a line, for colours only. The concatenated tokens are the line. */
export function tokenise(line: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: tag, index } of line.matchAll(tags)) {
    if (index > end) tokens.push({ kind: "text", text: line.slice(end, index) });
    const kind = kindOf(tag);
    if (kind === "variable") tokens.push({ kind, text: tag });
    else tokens.push(...withStrings(tag, kind));
    end = index + tag.length;
  }
  if (end < line.length) tokens.push({ kind: "text", text: line.slice(end) });
  return tokens;
}

function kindOf(tag: string): TokenKind {
  if (tag.startsWith("{{")) return "variable";
  return /^\{%-?\s*(render|include)\b/.test(tag) ? "snippet" : "logic";
}

function withStrings(tag: string, kind: TokenKind): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: string, index } of tag.matchAll(strings)) {
    if (index > end) tokens.push({ kind, text: tag.slice(end, index) });
    tokens.push({ kind: "string", text: string });
    end = index + string.length;
  }
  if (end < tag.length) tokens.push({ kind, text: tag.slice(end) });
  return tokens;
}

/** Joins changed words and the spaces between them, so that a changed phrase is shown and read aloud as one. */
function joinPhrases(words: readonly DiffSegment[]): DiffSegment[] {
  const joined: DiffSegment[] = [];
  for (const [index, word] of words.entries()) {
    const isBetween = !word.text.trim() && words[index - 1]?.isChanged === true && words[index + 1]?.isChanged === true;
    const isChanged = word.isChanged || isBetween;
    const last = joined.at(-1);
    if (last?.isChanged === isChanged) joined[joined.length - 1] = { text: last.text + word.text, isChanged };
    else joined.push({ text: word.text, isChanged });
  }
  return joined;
}

/** Splits a line at the borders of its tokens and of its changed words. */
export function toPieces(line: string, words: readonly DiffSegment[] = [{ text: line, isChanged: false }]): Piece[] {
  const pieces: Piece[] = [];
  const tokens = tokenise(line);
  let token = 0;
  let used = 0;
  for (const { text, isChanged } of joinPhrases(words)) {
    let left = text.length;
    while (left > 0) {
      const current = tokens[token];
      if (!current) return pieces;
      const length = Math.min(left, current.text.length - used);
      pieces.push({ kind: current.kind, text: current.text.slice(used, used + length), isChanged });
      left -= length;
      used += length;
      if (used === current.text.length) {
        token++;
        used = 0;
      }
    }
  }
  return pieces;
}
