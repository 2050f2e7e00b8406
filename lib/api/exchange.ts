/** A request as the API reads it, whichever server it came through. */
export type Incoming = {
  method: string;
  /** Path and query as they were sent: a name's %2F must stay what it is. */
  path: string;
  search: string;
  header: (name: string) => string | null;
  /** The body in chunks; it may be left unread. */
  chunks: () => AsyncIterable<Uint8Array>;
};

/** What is answered, before it becomes bytes. */
export type Outgoing = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | ReadableStream<Uint8Array> | null;
};

/** Path and query of a request target. Pure. */
export function splitTarget(target: string): { path: string; search: string } {
  const hash = target.indexOf("#");
  const text = hash === -1 ? target : target.slice(0, hash);
  const mark = text.indexOf("?");
  return mark === -1 ? { path: text, search: "" } : { path: text.slice(0, mark), search: text.slice(mark) };
}

/** Path and query of a whole URL, without decoding either. Pure. */
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

/** A web Request to read from. */
export function fromRequest(request: Request): Incoming {
  return {
    method: request.method,
    ...splitUrl(request.url),
    header: (name) => request.headers.get(name),
    chunks: () => piecesOf(request.body),
  };
}

/** A web Response to answer with. */
export function toResponse({ status, headers, body }: Outgoing): Response {
  return new Response(body as BodyInit | null, { status, headers });
}
