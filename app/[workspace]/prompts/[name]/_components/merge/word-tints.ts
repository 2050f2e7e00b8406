import { diffText } from "@/lib/registry/text-diff";

export type Tint = { line: number; from: number; to: number };

/** The words a side changed, by line and column from 1; lines that are wholly new have none. Pure. */
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
