import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { findSessionMember } from "@/lib/auth/session";
import { parseInput } from "@/lib/core/validation";
import { fromRequest, toResponse } from "./exchange";
import { type FindActor, requireMember } from "./own-page";
import { sentenceAnswer } from "./problem";
import { parseQuery } from "./query";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { endingStream, mostDownloads, takeDownload } from "./running-downloads";

/** The body, type and name of a file. */
export type DownloadedFile = { body: BodyInit; headers: Record<string, string> };

const tooManyWords = `You are downloading ${mostDownloads} files already. Wait until one is complete.`;

/** Counts a download of a person. Returns a function that ends it. Throws 429 `rate_limited`. */
function takePersonDownload(userId: string): () => void {
  takePersonRequest(userId);
  return takeDownload(userId, tooManyWords);
}

/** The workspace's slug, and other parameters of the route's path, such as an id. */
type Path = { params: Promise<{ workspace: string; [name: string]: string }> };

/**
 * Makes the GET of a route: a file that members download from a page of `/{workspace}/…`. Parses path and query with
 * `schema`, and finds the member. An error is shown as a sentence. Tests pass another function to find the member.
 */
export function downloadFor<Asked extends z.ZodType>(
  schema: Asked,
  produce: (actor: UserActor, input: z.output<Asked>, workspace: string) => Promise<DownloadedFile>,
  readQuery: (search: string) => Record<string, unknown> = parseQuery,
) {
  return async (request: Request, { params }: Path, findActor: FindActor = findSessionMember): Promise<Response> => {
    const { workspace, ...path } = await params;
    const incoming = fromRequest(request);
    const requestId = requestIdOf(incoming.header("x-request-id"));
    let end = () => {};
    try {
      const actor = await requireMember(findActor, workspace);
      end = takePersonDownload(actor.userId);
      const input = parseInput(schema, { ...readQuery(incoming.search), ...path });
      const { body, headers } = await produce(actor, input, workspace);
      const usual = { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId };
      if (body instanceof ReadableStream)
        return new Response(endingStream(body, end), { headers: { ...usual, ...headers } });
      end();
      return new Response(body, { headers: { ...usual, ...headers } });
    } catch (error) {
      end();
      return toResponse(sentenceAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}
