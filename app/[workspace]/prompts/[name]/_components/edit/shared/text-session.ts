import type { Text as YText } from "yjs";

/** A caret of somebody else in one text, places counted in characters. */
export type CaretAt = { tab: string; name: string; index: number };

/** What one text's editor needs of a shared draft. */
export type TextSession = {
  /** The text at a place of the editor; null where there is none. */
  textAt(place: string): YText | null;
  /** Does something in one transaction that undo takes back here. */
  asEdit(work: () => void): void;
  undo(): void;
  redo(): void;
  /** One's own caret; null: in no text. */
  setCaret(place: string, index: number | null): void;
  caretsAt(place: string): CaretAt[];
  /** Calls back when a text or a caret changed. */
  onChange(listener: () => void): () => void;
};
