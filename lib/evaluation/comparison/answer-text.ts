import type { DiffLine } from "@/lib/registry/diff-lines";
import { diffText } from "@/lib/registry/text-diff";

/** Returns the text of an answer for display: JSON is indented by two spaces, other text is unchanged. Pure. */
export function readable(output: string): { text: string; isJson: boolean } {
  const start = output.trimStart()[0];
  if (start !== "{" && start !== "[") return { text: output, isJson: false };
  try {
    return { text: JSON.stringify(JSON.parse(output), null, 2), isJson: true };
  } catch {
    return { text: output, isJson: false };
  }
}

/**
 * Returns the lines of two answers with changed words marked. A line without a counterpart is marked as a whole. Pure.
 */
export function pairLines(before: string | null, after: string | null): { before: DiffLine[]; after: DiffLine[] } {
  if (before === null || after === null) return { before: plain(before), after: plain(after) };
  const { lines } = diffText(before, after);
  // If nothing is similar, every word would be marked, so nothing is marked.
  if (!lines.some(({ kind, before: one }) => kind === "same" || one?.words))
    return { before: plain(before), after: plain(after) };
  const side = (which: "before" | "after") =>
    lines.flatMap(({ kind, [which]: line }): DiffLine[] => {
      if (!line) return [];
      const words = kind === "same" ? undefined : (line.words ?? wholeLine(line.text));
      return [{ n: null, text: line.text, ...(words && { words: words.map(withoutBlanks) }) }];
    });
  return { before: side("before"), after: side("after") };
}

const wholeLine = (text: string) => {
  const blanks = text.length - text.trimStart().length;
  return [
    { text: text.slice(0, blanks), isChanged: false },
    { text: text.slice(blanks), isChanged: true },
  ];
};

// Indentation does not count as a difference between two answers.
const withoutBlanks = (word: { text: string; isChanged: boolean }) =>
  word.text.trim() ? word : { ...word, isChanged: false };

const plain = (text: string | null): DiffLine[] =>
  text === null ? [] : text.split("\n").map((line) => ({ n: null, text: line }));
