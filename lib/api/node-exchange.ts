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
    // A handler that stops reading early still answers on this connection, so it must not be destroyed.
    chunks: () => req.iterator({ destroyOnReturn: false }),
  };
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
