import { type SeenCall, watchCalls } from "@/lib/runtime/calls/watch";
import { type FirstSteps, getFirstSteps } from "@/lib/runtime/first-steps/queries";
import { fromRequest, toResponse } from "./exchange";
import { type FindActor, requireMember } from "./own-page";
import { problemAnswer } from "./problem";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";

/** What the page "Get started" requests every second. */
export type CallsAnswer = { calls: SeenCall[]; steps: FirstSteps };

/** Returns the recent calls of a workspace to a member. Never throws. */
export async function answerCalls(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  try {
    const actor = await requireMember(findActor, workspace);
    takePersonRequest(actor.userId);
    const steps = await getFirstSteps(actor);
    const answer: CallsAnswer = { calls: watchCalls(actor.workspaceId), steps };
    return Response.json(answer, { headers: { "cache-control": "no-store", "x-request-id": requestId } });
  } catch (error) {
    return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
  }
}
