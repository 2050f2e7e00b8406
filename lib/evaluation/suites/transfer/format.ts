import type { CaseView } from "../views";

/** The formats of case files for export and import. */
export const caseFileFormats = ["csv", "jsonl"] as const;
export type CaseFileFormat = (typeof caseFileFormats)[number];

/** The formats for import: also files of tests, which contain a list of rows. */
export const caseImportFormats = [...caseFileFormats, "json", "yaml"] as const;
export type CaseImportFormat = (typeof caseImportFormats)[number];

/** Limits of a case file: characters, rows, columns, and listed row errors. */
export const caseFileLimits = { characters: 6 * 1024 * 1024, rows: 10_000, columns: 300, errors: 1_000 } as const;

/** One row of a file. `number` is the row number in a spreadsheet or the line number in JSONL, from 1. */
export type FileRow = { number: number; cells: readonly unknown[] };

/**
 * The content of a file: column names and rows. In CSV every cell is a text. Undefined: the cell is absent. `empty`:
 * the numbers of the rows without any text, which are not among the rows.
 */
export type FileTable = { columns: string[]; rows: FileRow[]; empty: number[]; delimiter: string | null };

/** The error of a row, or of one of its cells. */
export type RowError = { row: number; column: string; message: string };

/** `given`: the JSON value as it is. */
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

/** The target of a column. `variables`: an object with a value for each variable. */
export type ColumnMapping = { column: string; to: ColumnTarget; variable?: string | undefined; type: ValueType };

/** A column that is not imported: the number of rows with a value, and the first value. */
export type ColumnLeft = { column: string; rows: number; sample: string };

/** The fields of a case in a file. */
export type FileCase = Pick<CaseView, "name" | "variables" | "placeholders" | "expected" | "tags" | "checks">;
