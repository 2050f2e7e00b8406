import type { IncomingMessage, ServerResponse } from "node:http";
import { logger } from "@/lib/core/logger";
import { answerDropIn, isDropInPath } from "./drop-in/drop-in";
import type { Endpoint } from "./endpoint";
import type { Incoming, Outgoing } from "./exchange";
import { fromNode, writeTo } from "./node-exchange";
import { serve } from "./serve";
import { bundleEndpoints } from "./v1/bundle";
import { eventEndpoints } from "./v1/events";
import { exposureEndpoints } from "./v1/exposures";
import { tryFastGet, tryFastPost } from "./v1/fast-resolve";
import { otlpEndpoints } from "./v1/otlp";
import { resolveEndpoints } from "./v1/resolve";
import { answerStream } from "./v1/stream";

const runtimePath =
  /^\/api\/v1(\/prompts\/resolve|\/events|\/otlp\/v1\/traces|\/bundle|\/stream|\/exposures)(?:[?#]|$)/;
const runtimeEndpoints = [
  ...resolveEndpoints,
  ...eventEndpoints,
  ...otlpEndpoints,
  ...bundleEndpoints,
  ...exposureEndpoints,
];

/**
 * Finds the endpoint of a client call (resolve, events, spans, exposures, the bundle and its stream), which is handled
 * without web requests and responses.
 */
function findEndpoint({ url, method }: IncomingMessage) {
  const path = url && runtimePath.exec(url)?.[1];
  if (!path) return undefined;
  return runtimeEndpoints.find(
    ({ path: own, method: verb, isStream }) =>
      own === path && (verb.toUpperCase() === method || (isStream && method === "HEAD")),
  );
}

function answerFully(endpoint: Endpoint, incoming: Incoming, res: ServerResponse): void {
  write(serve(endpoint, incoming, {}), res);
}

function write(answer: Promise<Outgoing>, res: ServerResponse): void {
  answer
    .then((outgoing) => writeTo(res, outgoing))
    .catch((error: unknown) => {
      logger().error({ err: error }, "an answer could not be written");
      res.destroy();
    });
}

/**
 * Answers calls of our clients and of other tools' clients directly from Node; cached prompts immediately. Returns
 * false for other requests.
 */
export function handleRuntimeCall(req: IncomingMessage, res: ServerResponse): boolean {
  if (tryFastGet(req, res)) return true;
  const endpoint = findEndpoint(req);
  if (!endpoint) {
    if (!isDropInPath(req.url ?? "")) return false;
    write(answerDropIn(fromNode(req)), res);
    return true;
  }
  if (endpoint.isStream) {
    void answerStream(req, res);
    return true;
  }
  const isTaken = tryFastPost(req, res, (body) =>
    answerFully(endpoint, { ...fromNode(req), chunks: () => pieceOf(body) }, res),
  );
  if (!isTaken) answerFully(endpoint, fromNode(req), res);
  return true;
}

async function* pieceOf(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}
