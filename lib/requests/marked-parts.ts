export type MarkedPart = { text: string; isMarked: boolean };

/** Splits a text at the given values. Where several values match, the longest is used. Pure. */
export function markedParts(text: string, values: readonly string[]): MarkedPart[] {
  const longestFirst = values.filter((value) => value.length > 1).toSorted((a, b) => b.length - a.length);
  const parts: MarkedPart[] = [];
  let plain = 0;
  for (let at = 0; at < text.length; ) {
    const value = longestFirst.find((one) => text.startsWith(one, at) && isWord(text, at, one.length));
    if (value === undefined) {
      at++;
      continue;
    }
    if (at > plain) parts.push({ text: text.slice(plain, at), isMarked: false });
    parts.push({ text: value, isMarked: true });
    at += value.length;
    plain = at;
  }
  if (plain < text.length || parts.length === 0) parts.push({ text: text.slice(plain), isMarked: false });
  return parts;
}

const letter = /[\p{L}\p{N}]/u;
/** Whether the value is a whole word: "in" is not marked within "into". */
function isWord(text: string, at: number, length: number): boolean {
  const isInside = (left: string | undefined, right: string | undefined) =>
    left !== undefined && right !== undefined && letter.test(left) && letter.test(right);
  return !isInside(text[at - 1], text[at]) && !isInside(text[at + length - 1], text[at + length]);
}
