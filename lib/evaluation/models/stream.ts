import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/core/errors";
import type { Connection } from "./connection";
import { failure, stopped } from "./failures";
import { streamOffline } from "./offline/stream";
import { callProvider } from "./provider-call";
import { getConnectionForCall } from "./queries";
import { type ModelEvent, type ModelRequest, offlineModel } from "./types";

type Options = {
  signal?: AbortSignal;
  deadlineMs?: number;
  /** Looks up the connection. Default: a PostgreSQL query. A frequent caller can pass a cached lookup. */
  findConnection?: (actor: Actor, name: string) => Promise<Connection | null>;
};

/**
 * Calls a model and streams its answer. Throws only if the actor lacks permission or the database is unavailable. A
 * failure of the provider is reported as the last event, `failed`.
 */
export async function* streamModel(
  actor: Actor,
  request: ModelRequest,
  options: Options = {},
): AsyncGenerator<ModelEvent> {
  const { signal = new AbortController().signal } = options;
  authorize(actor, "playground:run");
  if (request.provider !== offlineModel.provider)
    return yield* streamConnection(actor, request, { ...options, signal });
  try {
    yield* streamOffline(request, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    yield stopped();
  }
}

async function* streamConnection(
  actor: Actor,
  request: ModelRequest,
  { findConnection = getConnectionForCall, ...options }: Options & { signal: AbortSignal },
): AsyncGenerator<ModelEvent> {
  const { provider } = request;
  try {
    const connection = await findConnection(actor, provider);
    if (connection) return yield* callProvider(connection, request, options);
    const wayOut = "An admin can add it under Settings, Model providers; the offline model answers without a key.";
    yield failure("not_connected", `No connection is called ${provider}. ${wayOut}`);
  } catch (error) {
    if (!isAppError(error) || error.code !== "invalid_state") throw error;
    yield failure("not_connected", `The connection ${provider} cannot be used. ${error.message}`);
  }
}
