import { defineTask } from "@/lib/core/work/task";
import type { CaseFileFormat, ColumnMapping, RowError } from "./format";
import { guessMapping, type PromptShape } from "./mapping";
import { type FileCaseInput, readRows } from "./read-rows";
import { readTable } from "./read-table";

type CaseFile = {
  text: string;
  format: CaseFileFormat;
  /** Null: guessed by the heads of the columns. */
  mapping: ColumnMapping[] | null;
  prompt: PromptShape;
};

/** The cases of a file, and what is wrong with its rows. */
export type CasesOfFile = { cases: FileCaseInput[]; errors: RowError[]; errorCount: number; rows: number };

/** Reads a file of cases. */
export const readCasesTask = defineTask({
  name: "read cases",
  cpuMs: 5_000,
  tooSlow: {
    code: "import_too_slow",
    message: "This file takes too much processor time to read. Import it in parts.",
  },
  work({ text, format, mapping, prompt }: CaseFile): CasesOfFile {
    const result = readTable(text, format);
    if (!result.ok) return { cases: [], errors: result.errors, errorCount: result.errors.length, rows: 0 };
    const { table } = result;
    return { ...readRows(table, mapping ?? guessMapping(table, prompt)), rows: table.rows.length };
  },
});
