import { z } from "zod";
import { recordAct } from "@/lib/auth/commands/record-read";
import { isLiveMetric } from "@/lib/evaluation/online/metrics";
import { toQualityCsv } from "@/lib/guards/quality/csv";
import { qualityRanges } from "@/lib/guards/quality/range";
import { getPromptQuality } from "@/lib/guards/queries/quality-prompt";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { promptName } from "@/lib/registry/schema";
import { downloadFor } from "./download";
import { byteOrderMark, fileHeaders } from "./file-headers";

const query = z.strictObject({
  prompt: promptName,
  environment: z.string().min(1).max(63),
  range: z.enum(qualityRanges),
  metric: z.string().max(80).optional(),
});

const qualityDownloadFor = downloadFor(query, async (actor, { prompt: name, environment, range, metric }) => {
  const query = { name, environment, range, ...(metric && isLiveMetric(metric) && { metric }) };
  const { prompt, metric: shown, lines } = await getPromptQuality(actor, query);
  const { id } = await findPromptOrThrow(actor.workspaceId, prompt);
  await recordAct(actor, "quality.export", { id, name: prompt }, { environment, range });
  const body = byteOrderMark + toQualityCsv(shown?.name ?? "", lines);
  return { body, headers: fileHeaders(`quality-${prompt}-${environment}`, "csv") };
});

/** A chart of live quality as a file, for the signed-in person. */
export const answerQualityDownload = qualityDownloadFor();
