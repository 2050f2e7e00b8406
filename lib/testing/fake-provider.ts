import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type FakeReply, type Protocol, protocols } from "./fake-protocols";

/** A fault that lasts until it is reset. */
type Fault =
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string }
  /** The connection breaks in the middle of the response. */
  | { kind: "cut" }
  /** The response ends in the middle, without a finish reason. */
  | { kind: "end" }
  /** No response. */
  | { kind: "silence" }
  /** Half of the response, then silence. */
  | { kind: "stall" }
  /** A web page with status 200. */
  | { kind: "html" }
  /** An event that is not JSON. */
  | { kind: "malformed" }
  /** Half of the response, then the provider's own error event. */
  | { kind: "error event" };

type SeenRequest = { method: string; path: string; headers: IncomingMessage["headers"]; body: Json };
type Json = Record<string, unknown>;

/** A model provider on its own port with the streaming protocols of OpenAI, Anthropic and Google. */
export type FakeProvider = {
  /** "http://127.0.0.1:41234". The base URLs are below it. */
  url: string;
  baseUrl: (protocol: "openai" | "anthropic" | "google") => string;
  /** The accepted key. Any other is refused with 401. Null: every key is accepted. */
  key: string | null;
  reply: FakeReply | ((body: Json) => FakeReply);
  models: string[];
  /** The fault of every request, or a function that chooses it by request. */
  fault: Fault | null | ((body: Json) => Fault | null);
  /** The delay before a response starts. */
  latencyMs: number;
  /** The delay between two chunks of a response. */
  chunkDelayMs: number;
  requests: SeenRequest[];
  stop: () => Promise<void>;
};

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Starts a fake provider on 127.0.0.1. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const server = createServer((request, response) => {
    answer(fake, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeProvider = {
    url,
    baseUrl: (protocol) => `${url}/${protocol === "google" ? "v1beta" : "v1"}`,
    key: null,
    reply: { text: "Hello from the fake provider." },
    models: ["fake-large", "fake-small"],
    fault: null,
    latencyMs: 0,
    chunkDelayMs: 0,
    requests: [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return fake;
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

function keyOf({ headers }: IncomingMessage): string {
  const own = headers["x-api-key"] ?? headers["x-goog-api-key"] ?? headers.authorization?.replace(/^Bearer /, "");
  return String(own ?? "");
}

async function answer(fake: FakeProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const chunk of request) text += chunk;
  const { method = "GET", url = "/", headers } = request;
  const body = (text ? JSON.parse(text) : {}) as Json;
  fake.requests.push({ method, path: url, headers, body });
  const protocol = protocols.find(({ isFor }) => isFor(url, headers));
  if (!protocol) return void json(response, 404, { error: { message: `Unknown path ${url}`, type: "not_found" } });
  const fault = typeof fake.fault === "function" ? fake.fault(body) : fake.fault;
  if (fault?.kind === "silence") return;
  if (fault?.kind === "html")
    return void response.writeHead(200, { "content-type": "text/html" }).end("<html><h1>Welcome</h1></html>");
  if (fault?.kind === "status") {
    const own = protocol.error(fault.status, `The fake provider says ${fault.status}.`);
    response.writeHead(fault.status, {
      "content-type": fault.body ? "text/html" : "application/json",
      ...fault.headers,
    });
    return void response.end(fault.body ?? JSON.stringify(own));
  }
  if (fake.key !== null && keyOf(request) !== fake.key)
    return void json(response, 401, protocol.error(401, `Incorrect API key provided: ${keyOf(request)}.`));
  if (method === "GET") return void json(response, 200, protocol.list(fake.models));
  const model = protocol.modelOf(url, body);
  if (model.startsWith("missing")) return void json(response, 404, protocol.error(404, `No model ${model}.`));
  if (fake.latencyMs > 0) await sleep(fake.latencyMs);
  const reply = typeof fake.reply === "function" ? fake.reply(body) : fake.reply;
  await stream({ fault, chunkDelayMs: fake.chunkDelayMs }, protocol, reply, response, model);
}

async function stream(
  { fault, chunkDelayMs }: { fault: Fault | null; chunkDelayMs: number },
  protocol: Protocol,
  reply: FakeReply,
  response: ServerResponse,
  model: string,
): Promise<void> {
  const pieces = reply.text.match(/\S+\s*/g) ?? [];
  const { before, piece, after } = protocol.events(reply, model);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  for (const event of before) response.write(event);
  const half = fault ? Math.ceil(pieces.length / 2) : pieces.length;
  for (const text of pieces.slice(0, half)) {
    if (chunkDelayMs > 0) await sleep(chunkDelayMs);
    response.write(piece(text));
  }
  switch (fault?.kind) {
    case "cut":
      await sleep(20); // the written data must be sent first
      return void response.destroy();
    case "end":
      return void response.end();
    case "stall":
      return;
    case "malformed":
      return void response.end("data: {this is not JSON\n\n");
    case "error event":
      return void response.end(protocol.errorEvent("Overloaded"));
    default:
      for (const event of after) response.write(event);
      response.end();
  }
}
