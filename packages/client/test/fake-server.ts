import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants } from "node:zlib";
import { bundleText, type TestPrompt } from "./bundles";

const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

type SeenRequest = { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown };
type Handler = (request: SeenRequest, response: ServerResponse) => void;

/**
 * Starts a server that responds like Understudy's runtime, for faults that the real one does not have. Uses real HTTP.
 */
export async function startFakeServer(prompts: TestPrompt[] = []) {
  const seen: SeenRequest[] = [];
  const streams = new Set<ServerResponse>();
  /** Replaces the usual response of a path. */
  const handlers: Record<string, Handler> = {};
  const state = { prompts, clockMs: 0, heartbeatMs: 15_000, hasStreams: true };
  const now = () => Date.now() + state.clockMs;

  const usual: Record<string, Handler> = {
    "/api/v1/bundle": ({ headers }, response) => {
      const { hash, text } = bundleText(state.prompts);
      const head = { etag: `"${hash}-br"`, "x-server-time": String(now()), "content-encoding": "br" };
      if (headers["if-none-match"]?.includes(`"${hash}-br"`)) return void response.writeHead(304, head).end();
      response.writeHead(200, { ...head, "content-type": "application/json" }).end(brotliCompressSync(text, fast));
    },
    "/api/v1/stream": ({ headers }, response) => {
      if (!state.hasStreams) return problem(response, 501, "stream_not_available");
      response.writeHead(200, { "content-type": "text/event-stream" });
      streams.add(response);
      response.on("close", () => streams.delete(response));
      const { hash } = bundleText(state.prompts);
      const next = headers["last-event-id"] === hash ? null : "bundle";
      const { heartbeatMs } = state;
      response.write(`event: hello\ndata: ${JSON.stringify({ hash, next, now: now(), heartbeatMs })}\n\n`);
    },
    "/api/v1/events": (_, response) => accept(response),
    "/api/v1/exposures": (_, response) => accept(response),
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    const path = (request.url ?? "").split("?")[0] ?? "";
    const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    seen.push(one);
    (handlers[path] ?? usual[path] ?? ((_, other) => problem(other, 404, "not_found")))(one, response);
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    seen,
    handlers,
    streams,
    /** Releases prompts and sends the changes to streams. */
    release(...changed: TestPrompt[]): void {
      const from = bundleText(state.prompts).hash;
      const names = changed.map(({ promptId }) => promptId);
      state.prompts = [...state.prompts.filter(({ promptId }) => !names.includes(promptId)), ...changed];
      const to = bundleText(state.prompts).hash;
      const data = JSON.stringify({ from, to, prompts: changed, removed: [] });
      for (const stream of streams) stream.write(`id: ${to}\nevent: change\ndata: ${data}\n\n`);
    },
    asked: (path: string) => seen.filter((one) => one.path.split("?")[0] === `/api/v1${path}`),
    stop,
    restart: () => listen(port),
  };
}
export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>;

export function problem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/problem+json", ...headers })
    .end(JSON.stringify({ status, code, detail: `The fake says ${code}.` }));
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { "content-type": "application/json" }).end('{"accepted":1,"duplicates":0,"rejected":[]}');
}
