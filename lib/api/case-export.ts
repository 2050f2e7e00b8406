import type { Actor } from "@/lib/auth/actor";
import { recordAct } from "@/lib/auth/commands/record-read";
import { logger } from "@/lib/core/logger";
import { caseCsvHead, toCaseCsv } from "@/lib/evaluation/comparison/case-lines";
import { exportComparedCases } from "@/lib/evaluation/comparison/queries/details";
import type { ComparedCaseDetail } from "@/lib/evaluation/comparison/views";

export const caseExportFormats = ["csv", "json"] as const;
export type CaseExportFormat = (typeof caseExportFormats)[number];

export const caseExportTypes = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const satisfies Record<CaseExportFormat, string>;

type Wanted = {
  format: CaseExportFormat;
  baseline?: string | undefined;
  /** Written before all else: spreadsheets know UTF-8 by it. */
  mark?: string;
};

/** All cases of a run as a stream, and the headers that go with it. Refuses before the first byte. */
export async function exportCases(actor: Actor, runId: string, { format, baseline, mark = "" }: Wanted) {
  const { run, pages } = await exportComparedCases(actor, runId, baseline);
  const { id, version } = run;
  await recordAct(actor, "evaluation.export", { id, name: `${run.prompt.name} v${version}` }, { format });
  const name = `${run.prompt.name.replaceAll("/", "-")}-v${run.version}-cases.${format}`;
  const headers = {
    "content-type": caseExportTypes[format],
    "content-disposition": `attachment; filename="${name}"`,
  };
  return { body: toStream(format === "csv" ? csvText(pages, mark) : jsonText(pages)), headers };
}

async function* csvText(pages: AsyncGenerator<ComparedCaseDetail[]>, mark: string) {
  yield mark + caseCsvHead;
  for await (const cases of pages) yield toCaseCsv(cases);
}

/** One list, a case on each line, so that it can be read whole or line by line. */
async function* jsonText(pages: AsyncGenerator<ComparedCaseDetail[]>) {
  let before = "[\n";
  for await (const cases of pages)
    for (const one of cases) {
      yield before + JSON.stringify(one);
      before = ",\n";
    }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** Takes the next piece when the one before has been taken. */
function toStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logger().error({ err: error }, "an export of cases broke off");
        controller.error(error);
      }
    },
    cancel: () => void pieces.return(undefined),
  });
}
