import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { streamOffline } from "./offline/stream";
import { type ModelEvent, type ModelFailure, type ModelRequest, offlineModel } from "./types";

const failed = (code: ModelFailure["code"], message: string): ModelFailure => ({
  ...{ type: "failed", code, message, status: null, retryAfterSeconds: null },
});

/**
 * Calls a model and gives its answer as it comes. Throws only when the actor may not; all that goes wrong after that
 * is the last event, `failed`.
 */
export async function* streamModel(
  actor: Actor,
  request: ModelRequest,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<ModelEvent> {
  authorize(actor, "playground:run");
  const stop = signal ?? new AbortController().signal;
  try {
    if (request.provider === offlineModel.provider) yield* streamOffline(request, stop);
    else
      yield failed(
        "not_connected",
        `No connection is called ${request.provider}. An admin can add one under Settings, Model providers; the offline model answers without.`,
      );
  } catch (error) {
    if (!stop.aborted) throw error;
    yield failed("cancelled", "You stopped it. What had come is kept.");
  }
}
