import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { recordAct } from "@/lib/auth/commands/record-read";
import { getSessionActor } from "@/lib/auth/session";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { isLiveMetric } from "@/lib/evaluation/online/metrics";
import { toQualityCsv } from "@/lib/guards/quality/csv";
import { qualityRanges } from "@/lib/guards/quality/range";
import { getPromptQuality } from "@/lib/guards/queries/quality-prompt";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { promptName } from "@/lib/registry/schema";
import { fromRequest, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { parseQuery } from "./query";
import { requestIdOf } from "./request-id";

const query = z.strictObject({
  prompt: promptName,
  environment: z.string().min(1).max(63),
  range: z.enum(qualityRanges),
  metric: z.string().max(80).optional(),
});

type FindActor = (workspaceSlug: string) => Promise<UserActor | null>;

/** Makes the download's answer for a way of knowing who asks. */
function qualityDownloadFor(findActor: FindActor) {
  /** A chart of live quality as a file for the person signed in. */
  return async function answerQualityDownload(request: Request, workspace: string): Promise<Response> {
    const incoming = fromRequest(request);
    const requestId = requestIdOf(incoming.header("x-request-id"));
    try {
      const actor = await findActor(workspace);
      if (!actor) throw new AppError("unauthenticated", "You are not signed in, or not a member of this workspace.");
      const { prompt: name, environment, range, metric } = parseInput(query, parseQuery(incoming.search));
      const asked = { name, environment, range, ...(metric && isLiveMetric(metric) && { metric }) };
      const { prompt, metric: shown, lines } = await getPromptQuality(actor, asked);
      const { id } = await findPromptOrThrow(actor.workspaceId, prompt);
      await recordAct(actor, "quality.export", { id, name: prompt }, { environment, range });
      const file = `quality-${prompt}-${environment}`.replaceAll(/[^a-z0-9._-]+/gi, "-");
      // Spreadsheets know UTF-8 by the mark before it.
      return new Response(`\uFEFF${toQualityCsv(shown?.name ?? "", lines)}`, {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${file}.csv"`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          "x-request-id": requestId,
        },
      });
    } catch (error) {
      return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}

/** For the person in the session. */
export const answerQualityDownload = qualityDownloadFor(getSessionActor);
