/** A request in the form that the API reads, independent of the server. */
export type Incoming = {
  method: string;
  /** The path and query as sent. A %2F in a name must not be decoded here. */
  path: string;
  search: string;
  header: (name: string) => string | null;
  /** The body in chunks. It need not be read. */
  chunks: () => AsyncIterable<Uint8Array>;
};

/** A response in the form that the API returns. */
export type Outgoing = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | ReadableStream<Uint8Array> | null;
};

/** Splits a request target into path and query. Pure. */
export function splitTarget(target: string): { path: string; search: string } {
  const hash = target.indexOf("#");
  const text = hash === -1 ? target : target.slice(0, hash);
  const mark = text.indexOf("?");
  return mark === -1 ? { path: text, search: "" } : { path: text.slice(0, mark), search: text.slice(mark) };
}

/** Splits a URL into path and query without decoding them. Pure. */
export function splitUrl(url: string): { path: string; search: string } {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  return splitTarget(start === -1 ? "/" : url.slice(start));
}

async function* piecesOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!stream) return;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Converts a web Request. */
export function fromRequest(request: Request): Incoming {
  return {
    method: request.method,
    ...splitUrl(request.url),
    header: (name) => request.headers.get(name),
    chunks: () => piecesOf(request.body),
  };
}

/** Converts to a web Response. */
export function toResponse({ status, headers, body }: Outgoing): Response {
  return new Response(body as BodyInit | null, { status, headers });
}
