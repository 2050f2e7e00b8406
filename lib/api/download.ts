import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { getSessionActor } from "@/lib/auth/session";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { fromRequest, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { parseQuery } from "./query";
import { requestIdOf } from "./request-id";

/** What a file holds, and its type and name. */
export type DownloadedFile = { body: BodyInit; headers: Record<string, string> };

type FindActor = (workspaceSlug: string) => Promise<UserActor | null>;

/**
 * Makes the route of a file that members download from a page of `/{workspace}/…`: reads the query, and finds out who
 * asks. A refusal is a problem document. Tests name another way to find the member.
 */
export function downloadFor<Query extends z.ZodType>(
  query: Query,
  produce: (actor: UserActor, asked: z.output<Query>) => Promise<DownloadedFile>,
) {
  return (findActor: FindActor = getSessionActor) =>
    async function answerDownload(request: Request, workspace: string): Promise<Response> {
      const incoming = fromRequest(request);
      const requestId = requestIdOf(incoming.header("x-request-id"));
      try {
        const actor = await findActor(workspace);
        if (!actor) throw new AppError("unauthenticated", "You are not signed in, or not a member of this workspace.");
        const { body, headers } = await produce(actor, parseInput(query, parseQuery(incoming.search)));
        const usual = { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId };
        return new Response(body, { headers: { ...usual, ...headers } });
      } catch (error) {
        return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
      }
    };
}
