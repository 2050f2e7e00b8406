import { defineTask } from "@/lib/core/work/task";
import { schemasIn } from "../../scorers/assert-schemas";
import { schemaFault } from "../../scorers/json-schema";
import { askOf } from "../ask";
import {
  type CaseImportFormat,
  type ColumnLeft,
  type ColumnMapping,
  caseFileLimits,
  type FileTable,
  type RowError,
} from "./format";
import { guessMapping, type PromptShape } from "./mapping";
import { type FileCaseInput, type ReadRows, readRows } from "./read-rows";
import { type ReadTable, readTable } from "./read-table";
import { readTests } from "./tests-file";

type CaseFile = {
  text: string;
  format: CaseImportFormat;
  /** Null: the mapping is guessed from the headers. */
  mapping: ColumnMapping[] | null;
  prompt: PromptShape;
};

/** A case of a file, with the hash of its input. */
export type CaseWithInput = FileCaseInput & { ask: string };

/** The cases of a file, and the errors of its rows. */
export type CasesOfFile = {
  cases: CaseWithInput[];
  errors: RowError[];
  errorCount: number;
  rows: number;
  /** The rows without a value in any imported column. */
  left: number[];
  /** Columns that are not imported. */
  columnsLeft: ColumnLeft[];
};

/** Reads the rows of a file in any format. */
function tableOf(text: string, format: CaseImportFormat): ReadTable {
  if (format === "csv" || format === "jsonl") return readTable(text, format);
  const tests = readTests(text, format);
  return tests.ok ? readTable(tests.lines, "jsonl") : tests;
}

/** The columns that are not imported, with their contents. Empty columns are omitted. */
export function columnsLeft({ columns, rows }: FileTable, mapping: readonly ColumnMapping[]): ColumnLeft[] {
  const taken = new Set(mapping.filter(({ to }) => to !== "ignore").map(({ column }) => column));
  return columns.flatMap((column, at) => {
    if (taken.has(column)) return [];
    const cells = rows
      .map(({ cells: row }) => row[at])
      .filter((cell) => cell !== undefined && cell !== null && cell !== "");
    const [first] = cells;
    const sample = typeof first === "string" ? first : JSON.stringify(first);
    return cells.length > 0 ? [{ column, rows: cells.length, sample: sample.slice(0, 200) }] : [];
  });
}

/** Refuses rows whose checks contain a JSON Schema that does not compile. The thread's time limit stops a slow one. */
function withSchemas(read: ReadRows, columns: readonly ColumnMapping[]): ReadRows {
  const column = columns.find(({ to }) => to === "checks")?.column ?? "";
  const faultOf = new Map<string, string | null>();
  const found = read.cases.flatMap(({ row, one }) =>
    schemasIn(one.checks, ["checks"]).flatMap(({ pointer, schema }) => {
      const text = JSON.stringify(schema);
      const fault = faultOf.get(text) ?? schemaFault(schema);
      faultOf.set(text, fault);
      return fault === null ? [] : [{ row, column, message: `${pointer.slice(1).replaceAll("/", ".")}: ${fault}` }];
    }),
  );
  if (found.length === 0) return read;
  const errors = [...read.errors, ...found].sort((a, b) => a.row - b.row).slice(0, caseFileLimits.errors);
  return { ...read, errors, errorCount: read.errorCount + found.length };
}

/** Reads a file of cases. */
export const readCasesTask = defineTask({
  name: "read cases",
  cpuMs: 5_000,
  tooSlow: {
    code: "import_too_slow",
    message: "This file takes too much processor time to read. Import it in parts.",
  },
  work({ text, format, mapping, prompt }: CaseFile): CasesOfFile {
    const result = tableOf(text, format);
    if (!result.ok)
      return { cases: [], left: [], errors: result.errors, errorCount: result.errors.length, rows: 0, columnsLeft: [] };
    const { table } = result;
    const columns = mapping ?? guessMapping(table, prompt);
    const read = withSchemas(readRows(table, columns), columns);
    const cases = read.cases.map(({ row, one }) => ({ row, one, ask: askOf(one) }));
    return { ...read, cases, rows: table.rows.length, columnsLeft: columnsLeft(table, columns) };
  },
});
