import type { IncomingMessage, ServerResponse } from "node:http";
import { authenticateKey } from "@/lib/auth/api-keys";
import { authorize } from "@/lib/auth/authorize";
import { hashKey } from "@/lib/auth/key-format";
import { parseInput } from "@/lib/core/validation";
import { scopeOf } from "@/lib/runtime/bundle/bundle";
import { openStream, type StreamSink } from "@/lib/runtime/bundle/streams";
import { splitTarget } from "../exchange";
import { fromNode, writeTo } from "../node-exchange";
import { problemAnswer } from "../problem";
import { parseQuery } from "../query";
import { takeRequest } from "../rate-limit";
import { requestIdOf } from "../request-id";
import { noteRequest } from "../request-meters";
import { bundleQuery } from "./bundle";

const hashPattern = /^[0-9a-f]{64}$/;

/**
 * Answers GET /api/v1/stream directly on the socket, so that a stream costs little more than its socket. HEAD gets only
 * the headers. Never throws.
 */
export async function answerStream(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { header } = fromNode(req);
  const requestId = requestIdOf(header("x-request-id"));
  const { path, search } = splitTarget(req.url ?? "/");
  const startedAt = performance.now();
  let limits: Record<string, string> = {};
  try {
    const actor = await authenticateKey(header("authorization"));
    limits = takeRequest(actor);
    authorize(actor, "prompt:resolve");
    const { scope, environment } = await scopeOf(actor, parseInput(bundleQuery, parseQuery(search)));
    const last = header("last-event-id");
    const since = last && hashPattern.test(last) ? last : null;
    const keyHash = hashKey((header("authorization") ?? "").replace(/^Bearer +/i, ""));
    const headers = { ...limits, "x-request-id": requestId };
    if (req.method === "HEAD") res.writeHead(200, { ...headers, ...streamHeaders }).end();
    else {
      const close = await openStream({ actor, keyHash, scope, environment }, since, () => begin(req, res, headers));
      res.once("close", close);
      if (res.closed || res.destroyed) close();
    }
  } catch (error) {
    const extra = { "x-content-type-options": "nosniff", ...limits };
    if (!res.headersSent) writeTo(res, problemAnswer(error, { requestId, instance: path }, extra));
    else res.destroy();
  }
  noteRequest("streamBundle", requestId, res.statusCode, performance.now() - startedAt);
}

const streamHeaders = {
  "content-type": "text/event-stream",
  "cache-control": "no-store, no-transform",
  "x-content-type-options": "nosniff",
  "x-accel-buffering": "no", // otherwise nginx buffers the stream
};

function begin(req: IncomingMessage, res: ServerResponse, headers: Record<string, string>): StreamSink {
  req.socket.setKeepAlive(true, 30_000);
  req.socket.setNoDelay(true);
  res.writeHead(200, { ...headers, ...streamHeaders });
  return {
    write: (text) => void res.write(text),
    end: () => void res.end(),
    destroy: () => void res.destroy(),
    waitingBytes: () => res.writableLength,
  };
}
