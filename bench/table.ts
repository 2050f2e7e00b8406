/** Formats results as a table. */

/** The quantile of the numbers for this share. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Milliseconds with three significant digits. */
export const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(3) : ms.toFixed(1)} ms`;
export const perSecond = (count: number) => `${Math.round(count).toLocaleString("en")}/s`;

export type BenchRow = {
  what: string;
  result: string;
  /** Empty for a number that only explains another. */
  goal?: string;
  isMet?: boolean;
};
export type Table = { title: string; rows: BenchRow[] };

/** Prints the table. Returns whether every goal was met. */
export function print({ title, rows }: Table): boolean {
  const verdict = ({ isMet }: BenchRow) => (isMet === undefined ? "" : isMet ? "met" : "MISSED");
  const cells = [
    ["", "result", "goal", ""],
    ...rows.map((row) => [row.what, row.result, row.goal ?? "", verdict(row)]),
  ];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  console.log(`\n${title}`);
  for (const row of cells)
    console.log(
      `  ${row
        .map((cell, column) => cell.padEnd(width(column)))
        .join("  ")
        .trimEnd()}`,
    );
  return rows.every(({ isMet }) => isMet !== false);
}
