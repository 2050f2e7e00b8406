import { diffWordsWithSpace } from "diff";

/** Removes `remove` characters at position `at` and inserts `insert` there. */
export type TextEdit = { at: number; remove: number; insert: string };

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;

/** The shortest single edit from one text to another that does not split a surrogate pair. Pure. */
function oneEdit(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  let end = 0;
  const most = shorter - start;
  while (end < most && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--;
  return { at: start, remove: before.length - start - end, insert: after.slice(start, after.length - end) };
}

/**
 * Changes of a length in this range are compared word by word, so that concurrent changes inside them are kept apart.
 */
const wordByWord = { from: 40, to: 20_000 };

/** The edits from one text to another, in order. Positions refer to `before`. Pure. */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const whole = oneEdit(before, after);
  const size = whole.remove + whole.insert.length;
  if (whole.remove === 0 || whole.insert === "" || size < wordByWord.from || size > wordByWord.to) return [whole];
  const edits: TextEdit[] = [];
  let at = whole.at;
  let open: TextEdit | null = null;
  for (const { value, added, removed } of diffWordsWithSpace(
    before.slice(whole.at, whole.at + whole.remove),
    whole.insert,
  )) {
    if (!added && !removed) {
      at += value.length;
      open = null;
      continue;
    }
    if (!open) {
      open = { at, remove: 0, insert: "" };
      edits.push(open);
    }
    if (added) open.insert += value;
    else {
      open.remove += value.length;
      at += value.length;
    }
  }
  return edits;
}

/**
 * Adapts the edits to a text that another person changed from `before` to `current`. Keeps their insertions, even
 * inside a removed range. Returns the last position first, so that each edit can be applied without adjustment. Pure.
 */
export function editsFor(edits: readonly TextEdit[], before: string, current: string): TextEdit[] {
  const backwards = edits.toReversed();
  if (before === current) return backwards;
  const { at: from, remove: gone, insert } = oneEdit(before, current);
  const [to, shift] = [from + gone, insert.length - gone];
  return backwards.flatMap(({ at, remove, insert: text }): TextEdit[] => {
    const end = at + remove;
    if (end <= from) return [{ at, remove, insert: text }];
    if (at >= to) return [{ at: at + shift, remove, insert: text }];
    // The rest of the range after their change, then the rest before it.
    const behind = { at: from + insert.length, remove: Math.max(0, end - to), insert: "" };
    const before = { at: Math.min(at, from), remove: Math.max(0, from - at), insert: text };
    return [behind, before];
  });
}

/** Applies edits that are sorted by descending position. Pure. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text);
}
