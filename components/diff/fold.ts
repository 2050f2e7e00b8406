import type { DiffRow } from "@/lib/registry/diff-lines";

/** Rows to show, or an unchanged run to hide. `at` is the index of its first row. */
export type DiffBlock = { kind: "rows" | "fold"; at: number; rows: DiffRow[] };

const context = 3;
const shortestFold = 4;

/**
 * Hides long unchanged runs, except up to three lines around a change or a row for which `isKept` is true. The
 * concatenated blocks are the rows.
 */
export function foldRows(rows: readonly DiffRow[], isKept: (row: DiffRow) => boolean = () => false): DiffBlock[] {
  const isNear = new Array<boolean>(rows.length).fill(false);
  for (const [index, row] of rows.entries())
    if (row.kind !== "same" || isKept(row))
      for (let near = Math.max(0, index - context); near <= Math.min(rows.length - 1, index + context); near++)
        isNear[near] = true;

  const blocks: DiffBlock[] = [];
  let start = 0;
  for (let index = 1; index <= rows.length; index++) {
    if (index < rows.length && isNear[index] === isNear[start]) continue;
    add(blocks, rows.slice(start, index), start, isNear[start] === false && index - start >= shortestFold);
    start = index;
  }
  return blocks;
}

function add(blocks: DiffBlock[], rows: DiffRow[], at: number, isFolded: boolean) {
  const last = blocks.at(-1);
  if (rows.length === 0) return;
  if (isFolded) blocks.push({ kind: "fold", at, rows });
  else if (last?.kind === "rows") last.rows.push(...rows);
  else blocks.push({ kind: "rows", at, rows });
}

/** The indexes of rows at which a run of changes starts. Keyboard navigation goes to them. */
export function changeStarts(rows: readonly DiffRow[]): Set<number> {
  const starts = rows.flatMap((row, index) =>
    row.kind !== "same" && (rows[index - 1]?.kind ?? "same") === "same" ? [index] : [],
  );
  return new Set(starts);
}
