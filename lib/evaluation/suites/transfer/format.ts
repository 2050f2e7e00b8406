import type { CaseView } from "../views";

/** Spreadsheets and lines of JSON. */
export const caseFileFormats = ["csv", "jsonl"] as const;
export type CaseFileFormat = (typeof caseFileFormats)[number];

/** What can be imported besides: files of tests, whose rows stand in a list. */
export const caseImportFormats = [...caseFileFormats, "json", "yaml"] as const;
export type CaseImportFormat = (typeof caseImportFormats)[number];

/** A file of cases: characters of its text, rows, columns, and the row errors that are listed. */
export const caseFileLimits = { characters: 6 * 1024 * 1024, rows: 10_000, columns: 300, errors: 1_000 } as const;

/** One row of a file. `number` is the row as a spreadsheet counts it, or the line of JSON; from 1. */
export type FileRow = { number: number; cells: readonly unknown[] };

/** What stands in a file: names of columns, and rows. In CSV every cell is a text; undefined: nothing stands there. */
export type FileTable = { columns: string[]; rows: FileRow[]; delimiter: string | null };

/** What is wrong with a row, or with one of its cells. */
export type RowError = { row: number; column: string; message: string };

/** `given`: as it stands in a line of JSON. */
export const valueTypes = ["given", "text", "number", "boolean", "json"] as const;
export type ValueType = (typeof valueTypes)[number];

export const columnTargets = [
  "ignore",
  "name",
  "variable",
  "variables",
  "expected",
  "tags",
  "checks",
  "placeholders",
] as const;
export type ColumnTarget = (typeof columnTargets)[number];

/** What a column of the file becomes. `variables`: an object with a value for each variable. */
export type ColumnMapping = { column: string; to: ColumnTarget; variable?: string | undefined; type: ValueType };

/** A column that nothing is made of: how many rows have something in it, and the first of it. */
export type ColumnLeft = { column: string; rows: number; sample: string };

/** What a case of a file is made of. */
export type FileCase = Pick<CaseView, "name" | "variables" | "placeholders" | "expected" | "tags" | "checks">;
