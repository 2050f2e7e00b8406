import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { fromRequest, type Incoming, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { assertSameOrigin } from "./same-origin";

export type FindActor = (workspaceSlug: string) => Promise<UserActor | null>;

/** The member who sends a request. Throws 401 `unauthenticated`, and what `findActor` throws. */
export async function requireMember(findActor: FindActor, workspaceSlug: string): Promise<UserActor> {
  const actor = await findActor(workspaceSlug);
  if (!actor) throw new AppError("unauthenticated", "You are not signed in any more. Sign in again.");
  return actor;
}

/** A request from one of our own pages by a known person. `headers` are added to the response. */
export type OwnPageRequest = {
  actor: UserActor;
  incoming: Incoming;
  requestId: string;
  headers: Record<string, string>;
};

/**
 * Answers a request from one of our own pages, for a member of the workspace and within the person's rate limit. The
 * body is read only after these checks. An error is a problem document. Never throws.
 */
export async function answerOwnPage(
  request: Request,
  workspace: string,
  findActor: FindActor,
  answer: (request: OwnPageRequest) => Promise<Response>,
): Promise<Response> {
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  try {
    assertSameOrigin(incoming.header);
    const actor = await requireMember(findActor, workspace);
    takePersonRequest(actor.userId);
    const headers = { "cache-control": "no-store", "x-request-id": requestId };
    return await answer({ actor, incoming, requestId, headers });
  } catch (error) {
    return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
  }
}
