import type { Text as YText } from "yjs";

/**
 * The caret of another participant in a text. `index` counts UTF-16 code units. `moved` changes when that person moves
 * it, not when somebody types before it.
 */
export type CaretAt = { tab: string; name: string; index: number; moved: string };

/** The part of a shared draft that the editor of one text needs. */
export type TextSession = {
  /** Returns the text at a place of the editor. Null if there is none. */
  textAt(place: string): YText | null;
  /** Runs `work` in one transaction, which the local undo can revert. */
  asEdit(work: () => void): void;
  undo(): void;
  redo(): void;
  /** Sets the caret of this tab. `index` null: the caret is not in this text. */
  setCaret(place: string, index: number | null): void;
  caretsAt(place: string): CaretAt[];
  /** Calls `listener` when a text or a caret changes. Returns a function that unsubscribes. */
  onChange(listener: () => void): () => void;
};
