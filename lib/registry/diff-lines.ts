/** A part of a line. Changed parts are tinted. */
export type DiffSegment = { text: string; isChanged: boolean };

/** One line on one side. `n` is its number from 1, or null without line numbers. */
export type DiffLine = { n: number | null; text: string; words?: DiffSegment[] | undefined };

/** One row: the line before, the line after, or both. */
export type DiffRow = {
  kind: "same" | "add" | "del" | "change";
  before?: DiffLine | undefined;
  after?: DiffLine | undefined;
};

/** A named section of the diff. Without rows it is one line with its note. */
export type DiffSection = {
  id: string;
  title: string;
  /** Beside the title: "no change", "moved up". */
  note?: string;
  /** The number of new and removed lines. Omitted if it is not meaningful. */
  counts?: { added: number; removed: number };
  /** The name of each side's text, for comments on its lines. */
  anchor?: { before?: string | undefined; after?: string | undefined };
  rows: DiffRow[];
};

/** A line that can have a comment. Null: the whole text. */
export type DiffPlace = { anchor: string; side: "before" | "after"; line: number | null };
