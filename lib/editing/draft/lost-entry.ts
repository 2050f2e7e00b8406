import type { Draft } from "./draft";

type DraftEntry = Draft["entries"][number];
/** A message that somebody deleted, and where it stood. */
export type LostEntry = { entry: DraftEntry; index: number };

/** The message at a place of the editor, if the draft no longer has it. Pure. */
export function findLostEntry(before: Draft, after: Draft, place: string | null): LostEntry | null {
  if (place === null) return null;
  const index = before.entries.findIndex(({ id }) => place === id || place.startsWith(`${id}:`));
  const entry = before.entries[index];
  return entry && !after.entries.some(({ id }) => id === entry.id) ? { entry, index } : null;
}

/** Puts the message back where it stood. Pure. */
export function putBack(draft: Draft, { entry, index }: LostEntry): Draft {
  if (draft.entries.some(({ id }) => id === entry.id)) return draft;
  return { ...draft, entries: draft.entries.toSpliced(index, 0, entry) };
}
