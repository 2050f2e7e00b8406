import { diffArrays, diffWordsWithSpace } from "diff";
import { align, countWords, similarity } from "./align";
import type { DiffSegment } from "./diff-lines";

/** One line of one side: its number from 1, its text, and the changed words. The joined words are the text. */
type Line = { n: number; text: string; words?: DiffSegment[] };

/** One row of the side-by-side view. */
export type TextDiffRow = { kind: "same" | "add" | "del" | "change"; before?: Line; after?: Line };

/** The rows, and the numbers of added and removed lines. A changed line counts as both. */
export type TextDiff = { lines: TextDiffRow[]; added: number; removed: number };

// Above these limits an exact diff takes seconds and is not useful. The block is then shown as replaced.
const limits = { lineEdits: 2_000, wordEdits: 400, blockLines: 60, lineLength: 10_000 };

/**
 * Compares line by line, and word by word inside changed lines. The after sides joined by \n are `after`, the before
 * sides `before`.
 */
export function diffText(before: string | null, after: string | null): TextDiff {
  const beforeLines = before === null ? [] : before.split("\n");
  const afterLines = after === null ? [] : after.split("\n");
  const rows: TextDiffRow[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  let beforeNumber = 1;
  let afterNumber = 1;

  const flush = () => {
    rows.push(...blockRows(removed, added, beforeNumber, afterNumber));
    beforeNumber += removed.length;
    afterNumber += added.length;
    removed = [];
    added = [];
  };
  for (const part of lineChanges(beforeLines, afterLines)) {
    if (part.removed) removed.push(...part.value);
    else if (part.added) added.push(...part.value);
    else {
      flush();
      for (const text of part.value)
        rows.push({ kind: "same", before: { n: beforeNumber++, text }, after: { n: afterNumber++, text } });
    }
  }
  flush();
  const count = (side: "before" | "after") => rows.filter((row) => row.kind !== "same" && row[side]).length;
  return { lines: rows, added: count("after"), removed: count("before") };
}

type Change = { value: string[]; added?: boolean; removed?: boolean };

function lineChanges(before: string[], after: string[]): Change[] {
  return (
    diffArrays(before, after, { maxEditLength: limits.lineEdits }) ?? [
      { value: before, removed: true },
      { value: after, added: true },
    ]
  );
}

/** A block of replaced lines. Pairs the most similar lines. */
function blockRows(removed: string[], added: string[], beforeNumber: number, afterNumber: number): TextDiffRow[] {
  const isLarge = removed.length > limits.blockLines || added.length > limits.blockLines;
  const beforeWords = isLarge ? [] : removed.map(countWords);
  const afterWords = isLarge ? [] : added.map(countWords);
  const likeness = (before: number, after: number) => {
    const [left, right] = [beforeWords[before], afterWords[after]];
    return left && right ? similarity(left, right) : 0;
  };
  const pairs = isLarge
    ? inOrder(removed.length, added.length)
    : align(removed.length, added.length, (before, after) => 0.05 + likeness(before, after));

  return pairs.map(({ before, after }): TextDiffRow => {
    const left: Line | null = before === null ? null : { n: beforeNumber + before, text: removed[before] ?? "" };
    const right: Line | null = after === null ? null : { n: afterNumber + after, text: added[after] ?? "" };
    if (!left || !right) return left ? { kind: "del", before: left } : { kind: "add", ...(right && { after: right }) };
    const words =
      before !== null && after !== null && likeness(before, after) >= 0.3 ? diffWords(left.text, right.text) : null;
    if (!words) return { kind: "change", before: left, after: right };
    return { kind: "change", before: { ...left, words: words.before }, after: { ...right, words: words.after } };
  });
}

function inOrder(removed: number, added: number) {
  return Array.from({ length: Math.max(removed, added) }, (_, index) => ({
    before: index < removed ? index : null,
    after: index < added ? index : null,
  }));
}

function diffWords(before: string, after: string): { before: DiffSegment[]; after: DiffSegment[] } | null {
  if (before.length > limits.lineLength || after.length > limits.lineLength) return null;
  const parts = diffWordsWithSpace(before, after, { maxEditLength: limits.wordEdits });
  if (!parts) return null;
  const side = (hidden: "added" | "removed", shown: "added" | "removed"): DiffSegment[] =>
    parts.filter((part) => !part[hidden]).map((part) => ({ text: part.value, isChanged: part[shown] === true }));
  return { before: side("added", "removed"), after: side("removed", "added") };
}
