import type { Doc, Array as YArray, Map as YMap, Text as YText } from "yjs";
import type { DraftForm } from "../working-draft";
import { flattenDraft, ownerOf, textKeyOfPlace, unflattenDraft } from "./flat-draft";
import { editsBetween, editsFor } from "./text-edits";

// All data are root types of the document, because Yjs merges roots that two people create concurrently.
const values = (doc: Doc): YMap<unknown> => doc.getMap("values");
const list = (doc: Doc, key: string): YArray<string> => doc.getArray(`list ${key}`);
const text = (doc: Doc, key: string): YText => doc.getText(`text ${key}`);

/** The text at a place in the editor; null if there is none. */
export function textAt(doc: Doc, draft: DraftForm, place: string): YText | null {
  const key = textKeyOfPlace(draft, place);
  return key === null ? null : text(doc, key);
}

/** Reads the current draft from a shared document. */
export function readDoc(doc: Doc): DraftForm {
  return unflattenDraft({
    list: (key) => list(doc, key).toArray(),
    text: (key) => text(doc, key).toString(),
    values: values(doc).entries(),
  });
}

/**
 * Applies a person's changes between two drafts to the document, and keeps the changes of others. Without `before`,
 * writes the whole draft.
 */
export function changeDoc(doc: Doc, before: DraftForm | null, after: DraftForm, origin?: unknown): void {
  const [old, next] = [before && flattenDraft(before), flattenDraft(after)];
  doc.transact(() => {
    const owners = new Set([...next.values.keys()].map(ownerOf));
    for (const [key, value] of next.values) {
      const json = JSON.stringify(value);
      if (!old || JSON.stringify(old.values.get(key)) !== json) values(doc).set(key, JSON.parse(json));
    }
    for (const key of old?.values.keys() ?? [])
      if (!next.values.has(key) && owners.has(ownerOf(key))) values(doc).delete(key);
    for (const [key, ids] of next.lists) changeList(list(doc, key), old?.lists.get(key) ?? [], ids);
    for (const [key, words] of next.texts) changeText(text(doc, key), old?.texts.get(key), words);
  }, origin);
}

/** If `before` is undefined, the text becomes exactly `after`. */
function changeText(target: YText, before: string | undefined, after: string): void {
  if (before === after) return;
  const current = target.toString();
  for (const { at, remove, insert } of editsFor(editsBetween(before ?? current, after), before ?? current, current)) {
    if (remove > 0) target.delete(at, remove);
    if (insert) target.insert(at, insert);
  }
}

function changeList(target: YArray<string>, before: readonly string[], after: readonly string[]): void {
  if (before.length === after.length && before.every((id, index) => id === after[index])) return;
  const remaining = before.filter((id) => after.includes(id));
  const still = new Set(inOrder(remaining.map((id) => after.indexOf(id))).map((index) => after[index]));
  const take = (id: string) => {
    for (let at = target.length - 1; at >= 0; at--) if (target.get(at) === id) target.delete(at, 1);
  };
  for (const id of before) if (!still.has(id)) take(id);
  after.forEach((id, index) => {
    if (still.has(id)) return;
    take(id);
    const now = target.toArray();
    const previous = after.slice(0, index).findLast((one) => now.includes(one));
    target.insert(previous === undefined ? 0 : now.lastIndexOf(previous) + 1, [id]);
  });
}

/** The longest increasing subsequence of the numbers: the items that stay in place while the others move. */
function inOrder(numbers: readonly number[]): number[] {
  const best: number[][] = [];
  let longest: number[] = [];
  numbers.forEach((number, index) => {
    let before: number[] = [];
    for (let other = 0; other < index; other++) {
      const run = best[other] ?? [];
      if ((numbers[other] ?? 0) < number && run.length > before.length) before = run;
    }
    const run = [...before, number];
    best.push(run);
    if (run.length > longest.length) longest = run;
  });
  return longest;
}
