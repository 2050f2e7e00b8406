import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { type Incoming, type Outgoing, splitTarget } from "./exchange";

/** Converts a Node request, without creating a web Request. */
export function fromNode(req: IncomingMessage): Incoming {
  return {
    method: req.method ?? "GET",
    ...splitTarget(req.url ?? "/"),
    header: (name) => {
      const value = req.headers[name];
      return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
    },
    chunks: () => piecesOf(req),
  };
}

/**
 * A handler that stops reading early still answers on this connection. A client that sends first gets to its answer.
 */
async function* piecesOf(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } finally {
    req.resume(); // discards the rest
  }
}

/** Writes a response. */
export function writeTo(res: ServerResponse, { status, headers, body }: Outgoing): void {
  if (body === null) {
    res.writeHead(status, headers);
    res.end();
    return;
  }
  if (body instanceof ReadableStream) {
    res.writeHead(status, headers);
    pipeline(Readable.fromWeb(body as NodeStream), res, () => {}); // if the client disconnects, both streams end
    return;
  }
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  res.end(body);
}
