import { z } from "zod";
import { csvParts } from "@/lib/experiments/results/csv";
import { exportResults } from "@/lib/experiments/results/export-results";
import { downloadFor } from "./download";
import { byteOrderMark, fileHeaders } from "./file-headers";

const querySchema = z.strictObject({
  id: z.guid(),
  part: z.enum(csvParts).optional(),
  phase: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

const resultsDownloadFor = downloadFor(querySchema, async (actor, { id, part, phase }) => {
  const { name, csv } = await exportResults(actor, id, { phase, part });
  return { body: byteOrderMark + csv, headers: fileHeaders(part ? `${name}-${part}` : name, "csv") };
});

/** The results of an experiment as CSV, for the signed-in person. */
export const answerResultsDownload = resultsDownloadFor();
