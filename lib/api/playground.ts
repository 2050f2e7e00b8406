import { findSessionMember } from "@/lib/auth/session";
import { logger } from "@/lib/core/logger";
import { parseInput } from "@/lib/core/validation";
import { type RunEvent, runPrompt } from "@/lib/evaluation/playground/run";
import { runInput } from "@/lib/evaluation/playground/schema";
import { readJsonBody } from "./body";
import { answerOwnPage, type FindActor } from "./own-page";

const bodyLimitBytes = 1024 * 1024;

/** Makes the route of the playground for a function that finds the actor. */
export function playgroundFor(findActor: FindActor) {
  /** Runs a prompt for the signed-in person and streams the events as JSON lines. An error is a problem document. */
  return async function answerPlayground(request: Request, workspace: string): Promise<Response> {
    return answerOwnPage(request, workspace, findActor, async ({ actor, incoming, requestId, headers }) => {
      const input = parseInput(
        runInput,
        await readJsonBody(incoming, { limitBytes: bodyLimitBytes, isOptional: false }),
      );
      const stop = new AbortController();
      const events = runPrompt(actor, input, { signal: AbortSignal.any([request.signal, stop.signal]) });
      const first = await events.next();
      return new Response(toLines(first, events, stop, requestId), {
        headers: {
          ...headers,
          "content-type": "application/x-ndjson; charset=utf-8",
          // no-transform and the last header prevent proxies from buffering lines.
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
          "x-content-type-options": "nosniff",
        },
      });
    });
  };
}

/** For the signed-in person. */
export const answerPlayground = playgroundFor(findSessionMember);

const encoder = new TextEncoder();
const toLine = (event: RunEvent) => encoder.encode(`${JSON.stringify(event)}\n`);

/** One line per event. If the client disconnects, the call of the model is aborted. */
function toLines(
  first: IteratorResult<RunEvent>,
  events: AsyncGenerator<RunEvent>,
  stop: AbortController,
  requestId: string,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (!first.done) controller.enqueue(toLine(first.value));
    },
    async pull(controller) {
      try {
        const { done, value } = await events.next();
        if (done) controller.close();
        else controller.enqueue(toLine(value));
      } catch (error) {
        logger().error({ err: error, requestId }, "a playground run broke");
        const message = `Something went wrong on our side (${requestId}).`;
        controller.enqueue(
          toLine({ type: "failed", code: "provider_error", message, status: null, retryAfterSeconds: null }),
        );
        controller.close();
      }
    },
    async cancel() {
      stop.abort();
      await events.return(undefined);
    },
  });
}
