/** A position in the grid: the row of the case and the index of the column. */
export type GridPosition = { row: number; column: number };
/** A rectangle of cells. All bounds are inclusive. */
export type Block = { top: number; bottom: number; left: number; right: number };

/** Returns the rectangle between two corners. */
export function blockOf(one: GridPosition, other: GridPosition): Block {
  return {
    top: Math.min(one.row, other.row),
    bottom: Math.max(one.row, other.row),
    left: Math.min(one.column, other.column),
    right: Math.max(one.column, other.column),
  };
}

export const isInBlock = ({ top, bottom, left, right }: Block, row: number, column: number) =>
  row >= top && row <= bottom && column >= left && column <= right;

/** Writes a block for the clipboard of a spreadsheet: tabs between cells, one line per row, quotes where needed. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

/**
 * Reads a block copied from a spreadsheet. A cell counts as quoted only if its closing quote is the last character,
 * because Excel does not quote a cell that merely contains quotes. Text without tabs and line breaks is one cell.
 */
export function readBlock(text: string): string[][] {
  const source = text.replaceAll(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows: string[][] = [[]];
  let at = 0;
  for (;;) {
    const { value, end } = readBlockCell(source, at);
    (rows.at(-1) as string[]).push(value);
    if (end >= source.length) return rows;
    if (source[end] === "\n") rows.push([]);
    at = end + 1;
  }
}

function readBlockCell(source: string, start: number): { value: string; end: number } {
  const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
  quoted.lastIndex = start;
  const match = source[start] === '"' ? quoted.exec(source) : null;
  if (match && /[\t\n"]/.test(match[1] ?? ""))
    return { value: (match[1] ?? "").replaceAll('""', '"'), end: quoted.lastIndex };
  const next = source.slice(start).search(/[\t\n]/);
  const end = next === -1 ? source.length : start + next;
  return { value: source.slice(start, end), end };
}

type Bounds = { rows: number; columns: number; page: number };

/** Returns the position after a navigation key. Null for any other key. */
export function moved(
  from: GridPosition,
  key: string,
  isFar: boolean,
  { rows, columns, page }: Bounds,
): GridPosition | null {
  const { row, column } = from;
  const last = { row: Math.max(0, rows - 1), column: Math.max(0, columns - 1) };
  const within = (place: GridPosition) => ({
    row: Math.min(last.row, Math.max(0, place.row)),
    column: Math.min(last.column, Math.max(0, place.column)),
  });
  switch (key) {
    case "ArrowUp":
      return within({ row: isFar ? 0 : row - 1, column });
    case "ArrowDown":
      return within({ row: isFar ? last.row : row + 1, column });
    case "ArrowLeft":
      return within({ row, column: isFar ? 0 : column - 1 });
    case "ArrowRight":
      return within({ row, column: isFar ? last.column : column + 1 });
    case "Home":
      return { row: isFar ? 0 : row, column: 0 };
    case "End":
      return { row: isFar ? last.row : row, column: last.column };
    case "PageUp":
      return within({ row: row - page, column });
    case "PageDown":
      return within({ row: row + page, column });
    default:
      return null;
  }
}
