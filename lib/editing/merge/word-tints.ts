import { diffText } from "@/lib/registry/text-diff";

export type Tint = { line: number; from: number; to: number };

/** Returns the words that a side changed. Lines and columns start at 1. Completely new lines have no tints. Pure. */
export function wordTints(base: string | null, text: string | null): Tint[] {
  return diffText(base, text).lines.flatMap(({ after }) => {
    if (!after?.words) return [];
    let column = 1;
    return after.words.flatMap(({ text: words, isChanged }) => {
      const from = column;
      column += words.length;
      return isChanged ? [{ line: after.n, from, to: column }] : [];
    });
  });
}
