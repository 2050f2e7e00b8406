import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { findSessionMember } from "@/lib/auth/session";
import { parseInput } from "@/lib/core/validation";
import { fromRequest, toResponse } from "./exchange";
import { type FindActor, requireMember } from "./own-page";
import { sentenceAnswer } from "./problem";
import { parseQuery } from "./query";
import { requestIdOf } from "./request-id";

/** The body, type and name of a file. */
export type DownloadedFile = { body: BodyInit; headers: Record<string, string> };

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
    try {
      const actor = await requireMember(findActor, workspace);
      const input = parseInput(schema, { ...readQuery(incoming.search), ...path });
      const { body, headers } = await produce(actor, input, workspace);
      const usual = { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId };
      return new Response(body, { headers: { ...usual, ...headers } });
    } catch (error) {
      return toResponse(sentenceAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}
