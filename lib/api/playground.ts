import { getSessionActor } from "@/lib/auth/session";
import { logger } from "@/lib/core/logger";
import { parseInput } from "@/lib/core/validation";
import { type RunEvent, runPrompt } from "@/lib/evaluation/playground/run";
import { runInput } from "@/lib/evaluation/playground/schema";
import { readJsonBody } from "./body";
import { answerOwnPage, type FindActor } from "./own-page";

const bodyLimitBytes = 1024 * 1024;

/** Makes the answer of the playground's route for a way of knowing who asks. */
export function playgroundFor(findActor: FindActor) {
  /** Runs a prompt for the person signed in and streams what comes as lines of JSON; what is refused is a problem. */
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
          // no-transform and the last one: nothing on the way may hold lines back.
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
          "x-content-type-options": "nosniff",
        },
      });
    });
  };
}

/** For the person in the session. */
export const answerPlayground = playgroundFor(getSessionActor);

const encoder = new TextEncoder();
const toLine = (event: RunEvent) => encoder.encode(`${JSON.stringify(event)}\n`);

/** One line an event; when the reader goes away, the call of the model is stopped. */
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
