import { z } from "zod";
import { caseFileFormats } from "@/lib/evaluation/suites/transfer/format";
import { exportCases } from "@/lib/evaluation/suites/transfer/queries";
import { downloadFor } from "./download";
import { byteOrderMark, fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

const querySchema = z.strictObject({
  id: z.guid(),
  format: z.enum(caseFileFormats),
  revision: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
});

async function* marked(parts: AsyncGenerator<string>) {
  yield byteOrderMark;
  yield* parts;
}

const suiteDownloadFor = downloadFor(querySchema, async (actor, { id, format, revision }) => {
  const { name, parts } = await exportCases(actor, id, { format, revision });
  const body = toTextStream(format === "csv" ? marked(parts) : parts, "an export of cases");
  return { body, headers: fileHeaders(name, format) };
});

/** The cases of a suite as a file, for the signed-in person. */
export const answerSuiteDownload = suiteDownloadFor();
