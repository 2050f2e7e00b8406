import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Answer = { status?: number; json?: unknown; events?: unknown[]; pauseMs?: number };

/**
 * Starts a model provider over real HTTP. It responds to each path with JSON or a stream of events, as the test
 * defines.
 */
export async function startModelServer() {
  const answers: Record<string, Answer> = {};
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(JSON.parse(Buffer.concat(chunks).toString() || "{}"));
    const path = (request.url ?? "").split("?")[0] ?? "";
    const { status = 200, json, events, pauseMs = 0 } = answers[path] ?? { status: 404, json: { error: path } };
    if (!events) {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) {
      const type = (event as { type?: string }).type;
      response.write(`${type ? `event: ${type}\n` : ""}data: ${JSON.stringify(event)}\n\n`);
      if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
    }
    response.end(path.endsWith("/chat/completions") ? "data: [DONE]\n\n" : "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    bodies,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
