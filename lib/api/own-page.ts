import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { fromRequest, type Incoming, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { assertSameOrigin } from "./same-origin";

export type FindActor = (workspaceSlug: string) => Promise<UserActor | null>;

/** A request of one of our own pages whose sender is known. `headers` go onto the answer. */
export type OwnPageRequest = {
  actor: UserActor;
  incoming: Incoming;
  requestId: string;
  headers: Record<string, string>;
};

/**
 * Answers what one of our own pages asks, for a member of the workspace and within the requests of a person. The body is
 * read only after that is known. A refusal is a problem document. Never throws.
 */
export async function answerOwnPage(
  request: Request,
  workspace: string,
  findActor: FindActor,
  answer: (asked: OwnPageRequest) => Promise<Response>,
): Promise<Response> {
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  try {
    assertSameOrigin(incoming.header);
    const actor = await findActor(workspace);
    if (!actor) throw new AppError("unauthenticated", "You are not signed in, or not a member of this workspace.");
    takePersonRequest(actor.userId);
    const headers = { "cache-control": "no-store", "x-request-id": requestId };
    return await answer({ actor, incoming, requestId, headers });
  } catch (error) {
    return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
  }
}
