import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { importCases } from "@/lib/evaluation/suites/commands/import-cases";
import { casesImport } from "@/lib/evaluation/suites/schema";
import { caseFileFormats, caseFileLimits } from "@/lib/evaluation/suites/transfer/format";
import { exportCases } from "@/lib/evaluation/suites/transfer/queries";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { fileHeaders, fileTypes } from "../file-headers";
import { toTextStream } from "../text-stream";
import { idPath, revisionText } from "./fields";

const endpoint = endpointsOf("Suites");
const rows = z.array(count);

const importReport = z
  .strictObject({
    revision: count,
    rows: count,
    added: count,
    replaced: count.meta({
      description: "In mode `replace`: the number of cases with the same values and a different content.",
    }),
    removed: count,
    unchanged: count,
    duplicatesInFile: rows.meta({ description: "The number of rows with the same values as an earlier row." }),
    duplicatesInSuite: rows.meta({
      description: "In mode `add`: the number of rows with the same values as a case of the suite.",
    }),
    skipped: count,
    rowsLeft: rows.meta({ description: "The rows that are left out because no imported column has a value there." }),
    columnsLeft: z
      .array(z.strictObject({ column: z.string(), rows: count, sample: z.string() }))
      .meta({ description: "The columns that are not imported, with the number of rows that have a value in them." }),
    errors: z.array(z.strictObject({ row: count, column: z.string(), message: z.string() })).meta({
      description: `The errors of a dry run, at most ${caseFileLimits.errors.toLocaleString("en-US")}. Row 0 means the whole file.`,
    }),
    errorCount: count,
  })
  .meta({ id: "CaseImport" });

export const caseFileEndpoints = [
  endpoint({
    id: "importCases",
    method: "post",
    path: "/suites/{id}/import",
    summary: "Import cases from CSV, JSON or YAML",
    description:
      "Send the text of the file in `text`, with at most 6 MiB and 10,000 rows. All rows become one revision, or none is made: if there are errors, the request gets 422 `import_invalid`, with a pointer `/rows/{row}/{column}` to each. A column's header says what it contains: a variable of the prompt, else `name`, `expected`, `tags` or `checks`, else a new variable of that name. A suffix of the header sets the type: `count:number`, `:boolean`, `:json` or `:text`. The fields `__expected` and `assert` of promptfoo, samples of OpenAI evals and Langfuse dataset items are recognised. Integers beyond 2^53 stay texts.",
    permission: "suite:write",
    params: idPath,
    body: casesImport,
    bodyLimitBytes: 3 * caseFileLimits.characters,
    idempotency: "stored",
    answer: { status: 200, description: "The result of the import, or of the dry run.", schema: importReport },
    errors: ["invalid_state", "import_invalid", "import_too_slow"],
    run: ({ actor, params: { id }, body }) => importCases(actor, { id, ...body }),
  }),
  endpoint({
    id: "exportCases",
    method: "get",
    path: "/suites/{id}/export",
    summary: "Export a suite's cases as CSV or JSON Lines",
    description:
      "An import of either file gives the same cases. In CSV, a cell that a spreadsheet would read as a formula begins with an apostrophe.",
    permission: "prompt:read",
    params: idPath,
    isFile: true,
    query: z.strictObject({ format: z.enum(caseFileFormats), revision: revisionText.optional() }),
    answer: {
      status: 200,
      description: "The cases.",
      schema: z.unknown(),
      contentTypes: caseFileFormats.map((format) => fileTypes[format]),
    },
    async handle({ actor, params: { id }, query: { format, revision } }) {
      const at = revision === undefined ? {} : { revision: Number(revision) };
      const { name, parts } = await exportCases(actor, id, { format, ...at });
      return ok(toTextStream(parts, "an export of cases"), fileHeaders(name, format));
    },
  }),
];
