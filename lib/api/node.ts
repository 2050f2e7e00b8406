import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { toResponse } from "./exchange";
import { fromNode, writeTo } from "./node-exchange";
import { problemAnswer } from "./problem";
import { requestIdOf } from "./request-id";
import { serve } from "./serve";
import { api } from "./v1/app";
import { eventEndpoints } from "./v1/events";
import { tryFastResolve } from "./v1/fast-resolve";
import { resolveEndpoints } from "./v1/resolve";

const badTarget = () =>
  new AppError("invalid_request", "The request's Host header or address cannot be read as a URL.");

// Next runs in the same process: its Request and Response must stay what they are.
const listen = getRequestListener(api.fetch, {
  overrideGlobalObjects: false,
  hostname: "localhost",
  errorHandler: (error) => {
    const isBadTarget = error instanceof Error && error.name === "RequestError";
    const context = { requestId: requestIdOf(null), instance: "/api/v1" };
    return toResponse(problemAnswer(isBadTarget ? badTarget() : error, context));
  },
});

/** Whether a request's address belongs to this API. */
export function isApiPath(url: string | undefined): boolean {
  return url !== undefined && /^\/api\/v1(?:[/?#]|$)/.test(url);
}

const busyPath = /^\/api\/v1(\/prompts\/resolve|\/events)(?:[?#]|$)/;
const busyEndpoints = [...resolveEndpoints, ...eventEndpoints];

/** Resolve and events, the calls made for every LLM call, without the detour over web requests and responses. */
function findBusy({ url, method }: IncomingMessage) {
  const path = url && busyPath.exec(url)?.[1];
  if (!path) return undefined;
  return busyEndpoints.find((endpoint) => endpoint.path === path && endpoint.method.toUpperCase() === method);
}

/** Answers /api/v1 straight from Node: memory hits at once, resolve and events directly, the rest through the app. */
export function handleApi(req: IncomingMessage, res: ServerResponse): void {
  if (tryFastResolve(req, res)) return;
  const endpoint = findBusy(req);
  if (!endpoint) return void listen(req, res);
  serve(endpoint, fromNode(req), {})
    .then((outgoing) => writeTo(res, outgoing))
    .catch((error: unknown) => {
      logger().error({ err: error }, "an answer could not be written");
      res.destroy();
    });
}
