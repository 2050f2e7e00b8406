import type { Actor } from "@/lib/auth/actor";
import { recordAct } from "@/lib/auth/commands/record-read";
import { caseCsvHead, toCaseCsv } from "@/lib/evaluation/comparison/case-lines";
import { exportComparedCases } from "@/lib/evaluation/comparison/queries/details";
import type { ComparedCaseDetail } from "@/lib/evaluation/comparison/views";
import { fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

export const caseExportFormats = ["csv", "json"] as const;
type CaseExportFormat = (typeof caseExportFormats)[number];

type CaseExportOptions = {
  format: CaseExportFormat;
  baseline?: string | undefined;
  /** Written first: spreadsheets recognise UTF-8 by it. */
  mark?: string;
};

/** All cases of a run as a stream, and its headers. Errors are thrown before the first byte. */
export async function exportCases(actor: Actor, runId: string, { format, baseline, mark = "" }: CaseExportOptions) {
  const { run, pages } = await exportComparedCases(actor, runId, baseline);
  const { id, version } = run;
  await recordAct(actor, "evaluation.export", { id, name: `${run.prompt.name} v${version}` }, { format });
  return {
    body: toTextStream(format === "csv" ? csvText(pages, mark) : jsonText(pages), "an export of cases"),
    headers: fileHeaders(`${run.prompt.name}-v${version}-cases`, format),
  };
}

async function* csvText(pages: AsyncGenerator<ComparedCaseDetail[]>, mark: string) {
  yield mark + caseCsvHead;
  for await (const cases of pages) yield toCaseCsv(cases);
}

/** A JSON array with one case per line, so that it can be read as a whole or line by line. */
async function* jsonText(pages: AsyncGenerator<ComparedCaseDetail[]>) {
  let before = "[\n";
  for await (const cases of pages)
    for (const one of cases) {
      yield before + JSON.stringify(one);
      before = ",\n";
    }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}
