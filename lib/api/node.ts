import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "@/lib/core/errors";
import { toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { requestIdOf } from "./request-id";
import { handleRuntimeCall } from "./runtime-calls";
import { api } from "./v1/app";

const badTarget = () =>
  new AppError("invalid_request", "The request's Host header or address cannot be read as a URL.");

// Next runs in the same process, so its Request and Response must not be replaced.
const listen = getRequestListener(api.fetch, {
  overrideGlobalObjects: false,
  hostname: "localhost",
  errorHandler: (error) => {
    const isBadTarget = error instanceof Error && error.name === "RequestError";
    const context = { requestId: requestIdOf(null), instance: "/api/v1" };
    return toResponse(problemAnswer(isBadTarget ? badTarget() : error, context));
  },
});

/** Whether a request belongs to this API. */
export function isApiPath(url: string | undefined): boolean {
  return url !== undefined && /^\/api\/v1(?:[/?#]|$)/.test(url);
}

/** Answers /api/v1 directly from Node: resolve and events without web requests, the rest through the app. */
export function handleApi(req: IncomingMessage, res: ServerResponse): void {
  if (!handleRuntimeCall(req, res)) void listen(req, res);
}
