import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { type Incoming, type Outgoing, splitTarget } from "./exchange";

/** A Node request to read from, without making a web Request of it. */
export function fromNode(req: IncomingMessage): Incoming {
  return {
    method: req.method ?? "GET",
    ...splitTarget(req.url ?? "/"),
    header: (name) => {
      const value = req.headers[name];
      return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
    },
    // Whoever stops early still answers on this connection, so it must not be destroyed.
    chunks: () => req.iterator({ destroyOnReturn: false }),
  };
}

/** Writes an answer. */
export function writeTo(res: ServerResponse, { status, headers, body }: Outgoing): void {
  if (body === null) {
    res.writeHead(status, headers);
    res.end();
    return;
  }
  if (body instanceof ReadableStream) {
    res.writeHead(status, headers);
    pipeline(Readable.fromWeb(body as NodeStream), res, () => {}); // a reader that goes away ends both
    return;
  }
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  res.end(body);
}
