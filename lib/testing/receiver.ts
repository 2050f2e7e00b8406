import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { path: string; method: string; headers: IncomingHttpHeaders; body: string };

/** Starts a receiver of webhooks. It stores requests and responds as configured. */
export async function startReceiver() {
  const received: Received[] = [];
  const state = { answer: (response: ServerResponse, _: Received): void => void response.writeHead(204).end() };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { url = "", method = "", headers } = request;
    const one = { path: url, method, headers, body };
    received.push(one);
    state.answer(response, one);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    received,
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => void server.close(() => done()));
    },
  });
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
