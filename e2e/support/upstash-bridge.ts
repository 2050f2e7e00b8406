/** Upstash's REST protocol for a real Redis, so that `@upstash/redis` runs unchanged in tests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, ErrorReply, RESP_TYPES } from "redis";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy";

/** The same faults as `TcpProxy`: `cut` refuses, `blackHole` never responds, `slow` delays responses. */
export type UpstashBridge = Pick<TcpProxy, "cut" | "blackHole" | "slow" | "restore"> & {
  url: string;
  token: string;
  /** Answers every command with this HTTP status (429, 500, …) until `restore`. */
  failWith: (status: number) => void;
  /** Ends the open event streams silently, as Upstash does. */
  dropSubscribers: () => void;
  subscribers: () => number;
  /** The names of the commands received so far, to count round trips. */
  commands: () => string[];
  stop: () => Promise<void>;
};

type Options = { redisUrl: string; port?: number; token?: string };
type Outcome = { result: unknown } | { error: string };

const connect = (url: string) => {
  const client = createClient({ url, RESP: 2 }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  client.on("error", () => {});
  return client.connect();
};
type Redis = Awaited<ReturnType<typeof connect>>;

/** Encodes strings as base64 on request, except "OK". */
function encode(reply: unknown, isBase64: boolean): unknown {
  if (Array.isArray(reply)) return reply.map((entry) => encode(entry, isBase64));
  if (Buffer.isBuffer(reply)) return reply.toString(isBase64 ? "base64" : "utf8");
  if (typeof reply === "string" && isBase64 && reply !== "OK") return Buffer.from(reply).toString("base64");
  if (reply instanceof Error) return reply.message;
  return typeof reply === "bigint" ? Number(reply) : reply;
}

const argument = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : undefined;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

export async function startUpstashBridge({ redisUrl, port = 0, token = "bridge" }: Options): Promise<UpstashBridge> {
  const redis = await connect(redisUrl);
  const streams = new Map<ServerResponse, Redis>();
  const seen: string[] = [];
  let status = 200;

  async function run(command: unknown[], isBase64: boolean): Promise<Outcome> {
    seen.push(String(command[0]).toLowerCase());
    try {
      return { result: encode(await redis.sendCommand(command.map(argument)), isBase64) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  async function transaction(commands: unknown[][], isBase64: boolean): Promise<Outcome[] | { error: string }> {
    seen.push("multi", ...commands.map((command) => String(command[0]).toLowerCase()));
    const list = [["MULTI"], ...commands.map((command) => command.map(argument)), ["EXEC"]];
    const replies = await Promise.allSettled(list.map((command) => redis.sendCommand<unknown>(command)));
    const exec = replies.at(-1);
    if (exec?.status !== "fulfilled" || !Array.isArray(exec.value)) {
      const refused = replies.find((reply) => reply.status === "rejected");
      return { error: String(refused?.reason?.message ?? "EXECABORT Transaction discarded") };
    }
    return exec.value.map((reply) =>
      reply instanceof ErrorReply ? { error: reply.message } : { result: encode(reply, isBase64) },
    );
  }

  async function stream(response: ServerResponse, kind: string, channels: string[]): Promise<void> {
    const isPattern = kind === "psubscribe";
    const subscriber = await connect(redisUrl);
    streams.set(response, subscriber);
    response.on("close", () => {
      streams.delete(response);
      subscriber.destroy();
    });
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    const send = (...parts: (string | number)[]) => void response.write(`data: ${parts.join(",")}\n\n`);
    for (const [index, channel] of channels.entries()) {
      if (isPattern) await subscriber.pSubscribe(channel, (message, from) => send("pmessage", channel, from, message));
      else await subscriber.subscribe(channel, (message) => send("message", channel, message));
      send(kind, channel, index + 1);
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://bridge");
    const segments = pathname.split("/").filter(Boolean).map(decodeURIComponent);
    const [first = "", ...rest] = segments;
    if (request.headers.authorization !== `Bearer ${token}`) {
      return answer(response, 401, { error: "WRONGPASS invalid or missing auth token" });
    }
    const body = await readBody(request);
    if (status !== 200) return answer(response, status, { error: `ERR the bridge was told to answer ${status}` });
    const isBase64 = request.headers["upstash-encoding"] === "base64";
    if (first === "subscribe" || first === "psubscribe") return stream(response, first, rest);
    if (first === "pipeline") {
      const commands = body as unknown[][];
      return answer(response, 200, await Promise.all(commands.map((command) => run(command, isBase64))));
    }
    if (first === "multi-exec") {
      const outcome = await transaction(body as unknown[][], isBase64);
      return answer(response, "error" in outcome ? 400 : 200, outcome);
    }
    const command = segments.length > 0 ? [...segments, ...(body === undefined ? [] : [body])] : body;
    if (!Array.isArray(command)) return answer(response, 400, { error: "ERR failed to parse command" });
    const outcome = await run(command, isBase64);
    answer(response, "error" in outcome ? 400 : 200, outcome);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => answer(response, 500, { error: `ERR ${error}` }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const inner = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const front = await startTcpProxy({ target: inner, port });

  const dropSubscribers = () => {
    for (const response of streams.keys()) response.end();
  };
  return {
    url: front.url,
    token,
    cut: front.cut,
    blackHole: front.blackHole,
    slow: front.slow,
    restore: async () => {
      status = 200;
      await front.restore();
    },
    failWith: (code) => {
      status = code;
    },
    dropSubscribers,
    subscribers: () => streams.size,
    commands: () => [...seen],
    stop: async () => {
      dropSubscribers();
      await front.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      redis.destroy();
    },
  };
}
