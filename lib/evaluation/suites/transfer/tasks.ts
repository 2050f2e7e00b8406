import { defineTask } from "@/lib/core/work/task";
import { schemasIn } from "../../scorers/assert-schemas";
import { schemaFault } from "../../scorers/json-schema";
import { askOf } from "../ask";
import { type CaseFileFormat, type ColumnMapping, caseFileLimits, type RowError } from "./format";
import { guessMapping, type PromptShape } from "./mapping";
import { type FileCaseInput, type ReadRows, readRows } from "./read-rows";
import { readTable } from "./read-table";

type CaseFile = {
  text: string;
  format: CaseFileFormat;
  /** Null: guessed by the heads of the columns. */
  mapping: ColumnMapping[] | null;
  prompt: PromptShape;
};

/** A case of a file, and what it asks as a hash. */
export type AskedCase = FileCaseInput & { ask: string };

/** The cases of a file, and what is wrong with its rows. */
export type CasesOfFile = { cases: AskedCase[]; errors: RowError[]; errorCount: number; rows: number };

/** Refuses the rows whose checks hold a JSON Schema that does not compile. The thread's budget ends one that takes long. */
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
  return { cases: read.cases, errors, errorCount: read.errorCount + found.length };
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
    const result = readTable(text, format);
    if (!result.ok) return { cases: [], errors: result.errors, errorCount: result.errors.length, rows: 0 };
    const { table } = result;
    const columns = mapping ?? guessMapping(table, prompt);
    const read = withSchemas(readRows(table, columns), columns);
    const cases = read.cases.map(({ row, one }) => ({ row, one, ask: askOf(one) }));
    return { cases, errors: read.errors, errorCount: read.errorCount, rows: table.rows.length };
  },
});
