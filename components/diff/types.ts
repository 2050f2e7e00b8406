/** A stretch of a line; the changed ones are tinted. */
export type DiffSegment = { text: string; isChanged: boolean };

/** One line on one side; `n` is its number from 1, null where lines are not numbered. */
export type DiffLine = { n: number | null; text: string; words?: DiffSegment[] | undefined };

/** One row: the line before, the line after, or both. */
export type DiffRow = {
  kind: "same" | "add" | "del" | "change";
  before?: DiffLine | undefined;
  after?: DiffLine | undefined;
};

/** A named part of the difference; without rows it is one line that says its note. */
export type DiffSection = {
  id: string;
  title: string;
  /** Beside the title: "no change", "moved up". */
  note?: string;
  /** Lines that are new or gone; left out where counting them says nothing. */
  counts?: { added: number; removed: number };
  /** What each side's text is called, for remarks on its lines. */
  anchor?: { before?: string | undefined; after?: string | undefined };
  rows: DiffRow[];
};

/** A line that a remark can stand at; without a line it is the whole text. */
export type DiffPlace = { anchor: string; side: "before" | "after"; line: number | null };

/** `auto`: side by side, and unified where there is no room for it. */
export type DiffLayout = "auto" | "split" | "unified";
