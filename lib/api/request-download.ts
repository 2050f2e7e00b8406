import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { getSessionActor } from "@/lib/auth/session";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { requestFilterFields } from "@/lib/requests/schema";
import { fromRequest, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { parseQuery } from "./query";
import { exportRequestFile, requestExportFormats } from "./request-export";
import { requestIdOf } from "./request-id";

const query = z.strictObject({
  ...requestFilterFields,
  format: z.enum(requestExportFormats),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

type FindActor = (workspaceSlug: string) => Promise<UserActor | null>;

/** Makes the download's answer for a way of knowing who asks. */
function requestDownloadFor(findActor: FindActor) {
  /** Requests as a file for the person signed in. */
  return async function answerRequestDownload(request: Request, workspace: string): Promise<Response> {
    const incoming = fromRequest(request);
    const requestId = requestIdOf(incoming.header("x-request-id"));
    try {
      const actor = await findActor(workspace);
      if (!actor) throw new AppError("unauthenticated", "You are not signed in, or not a member of this workspace.");
      const { format, ...filter } = parseInput(query, parseQuery(incoming.search));
      const { body, headers } = await exportRequestFile(actor, {
        format,
        filter,
        mark: format === "csv" ? "\uFEFF" : "",
      });
      const usual = { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId };
      return new Response(body, { headers: { ...usual, ...headers } });
    } catch (error) {
      return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}

/** For the person in the session. */
export const answerRequestDownload = requestDownloadFor(getSessionActor);
