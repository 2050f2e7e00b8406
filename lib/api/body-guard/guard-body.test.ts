import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { heldBytes } from "./gather-body";
import { guardBody } from "./guard-body";
import { longBodies } from "./refuse-body";

const MiB = 1024 * 1024;
/** The bodies that the handler behind the guard received, by request. */
const urls: string[] = [];

async function echo(req: IncomingMessage, res: ServerResponse) {
  urls.push(req.url ?? "");
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  res.end(Buffer.concat(pieces));
}

const server = createServer((req, res) => guardBody(req, res, () => void echo(req, res).catch(() => {})));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.closeAllConnections());

type ReceivedAnswer = { status: number; type: string; body: string };
type Init = { method?: string; headers?: Record<string, string>; body: Buffer | (() => AsyncGenerator<Buffer>) };

/** Sends a body, complete or in chunks without Content-Length, and reads the response at the same time. */
async function send(path: string, { method = "POST", headers = {}, body }: Init): Promise<ReceivedAnswer> {
  const length = Buffer.isBuffer(body) ? { "content-length": String(body.length) } : {};
  const sending = request({ port, host: "127.0.0.1", path, method, headers: { ...length, ...headers } });
  sending.setMaxListeners(0).on("error", () => {}); // the server may close the connection of a refused request
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  if (Buffer.isBuffer(body)) sending.end(body);
  else
    void (async () => {
      for await (const piece of body())
        if (!sending.write(piece)) await Promise.race([new Promise((go) => sending.once("drain", go)), answered]);
      sending.end();
    })().catch(() => {});
  const [answer] = await answered;
  let text = "";
  for await (const piece of answer.setEncoding("utf8")) text += piece;
  sending.destroy();
  return { status: answer.statusCode ?? 0, type: answer.headers["content-type"] ?? "", body: text };
}

async function* pieces(count: number, size = 64 * 1024) {
  for (let sent = 0; sent < count; sent++) yield Buffer.alloc(size, "a");
}

const member = { cookie: "a=b; next-auth.session-token=x" };
const action = { ...member, "next-action": "00ff" };

describe("a body within its limit", () => {
  test.each([
    ["next-auth", "/api/auth/callback/credentials", {}, 16 * 1024],
    ["an action", "/acme/prompts/a", action, MiB],
    ["an import", "/api/imports/acme/prompts", member, 6 * MiB],
  ])("reaches the handler unchanged: %s", async (_, path, headers, size) => {
    const body = Buffer.alloc(size, "abé");
    expect((await send(path, { headers, body })).body).toBe(body.toString());
  });

  test("also in chunks without a length", async () => {
    const answer = await send("/acme/prompts/a", { headers: action, body: () => pieces(16) });
    expect(answer.body.length).toBe(MiB);
  });

  test("is none if it is empty", async () => {
    expect((await send("/acme", { method: "GET", body: Buffer.alloc(0) })).status).toBe(200);
  });
});

describe("a body that does not end", () => {
  test("is answered with 408 after 30 seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const answered = once(socket, "data");
    socket.write("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.advanceTimersByTime(29_000);
    socket.write("c"); // single bytes do not extend the time limit
    await new Promise(setImmediate);
    vi.advanceTimersByTime(1_100);
    expect(String(await answered)).toMatch(/^HTTP\/1\.1 408 [\s\S]*30 seconds/);
    socket.destroy();
    expect(urls).not.toContain("/slow");
  });

  test("never reaches the handler if its client disconnects, and holds nothing", async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("POST /gone HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
    await vi.waitFor(() => expect(heldBytes()).toBe(2));
    socket.destroy();
    await vi.waitFor(() => expect(heldBytes()).toBe(0));
    expect(urls).not.toContain("/gone");
  });
});

describe("a body over its limit", () => {
  const refused = async (path: string, init: Init) => {
    const answer = await send(path, init);
    expect(answer.status).toBe(413);
    expect(urls).not.toContain(path);
    return answer;
  };

  test("next-auth: one byte over 16 KiB is problem+json", async () => {
    const answer = await refused("/api/auth/callback/credentials?one", { body: Buffer.alloc(16 * 1024 + 1) });
    expect(answer.type).toBe("application/problem+json");
    expect(JSON.parse(answer.body)).toMatchObject({
      code: "payload_too_large",
      detail: expect.stringContaining("16 KiB"),
    });
  });

  test.each(["application/json", "application/x-www-form-urlencoded"])("30 MB of %s", async (type) => {
    const body = Buffer.alloc(30_000_000, "a");
    await refused(`/api/auth/_log?${type}`, { headers: { "content-type": type }, body });
  });

  test("is counted while it arrives if it has no length", async () => {
    await refused("/api/auth/_log?pieces", { body: () => pieces(100) });
  });

  test("an action's caller reads the result that every action returns", async () => {
    const answer = await refused("/acme/prompts/big", { headers: action, body: Buffer.alloc(MiB + 1) });
    expect(answer.type).toBe("text/x-component");
    const [first, second] = answer.body.split("\n");
    expect(first).toBe('0:{"a":"$@1"}');
    expect(JSON.parse(second?.slice(2) ?? "")).toEqual({
      ok: false,
      error: { code: "payload_too_large", message: "This is too large. At most 1 MiB can be sent here." },
    });
  });

  test("is refused with a GET", async () => {
    const answer = await refused("/acme/prompts?get", { method: "GET", body: Buffer.from("x") });
    expect(answer.body).toBe("A GET request takes no body.");
  });

  test("an import without a length is cut off at its limit", async () => {
    const answer = await send("/api/imports/acme/endless", { headers: member, body: () => pieces(1_000) });
    expect(answer.status).toBe(413);
  });

  test("the connection is destroyed if a client continues to send", async () => {
    const socket = connect(port, "127.0.0.1").setMaxListeners(0);
    socket.on("error", () => {});
    await once(socket, "connect");
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    socket.write("POST /api/auth/_log HTTP/1.1\r\nHost: x\r\nContent-Length: 500000000\r\n\r\n");
    const piece = Buffer.alloc(MiB, "a");
    for (let sent = 0; sent < 200 && !socket.destroyed; sent++)
      if (!socket.write(piece)) await Promise.race([new Promise((go) => socket.once("drain", go)), closed]);
    await closed;
    expect(socket.bytesWritten).toBeLessThan(100 * MiB);
  });

  test("a short one is read completely while many long ones are refused", async () => {
    await vi.waitFor(() => expect(longBodies()).toBe(0)); // those of earlier tests
    const long = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => {});
        await once(socket, "connect");
        const answered = once(socket, "data");
        socket.write("POST /api/auth/_log HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n");
        socket.write(Buffer.alloc(200_000, "a"));
        expect(String(await answered)).toMatch(/^HTTP\/1\.1 413 /);
        return socket;
      }),
    );
    const open = () => long.filter((socket) => !socket.destroyed).length;
    await vi.waitFor(() => expect(open()).toBe(4));
    const answer = await refused("/api/auth/_log?short", { body: Buffer.alloc(20_000) });
    expect(answer.body).toContain("payload_too_large");
    expect(open()).toBe(4);
    for (const socket of long) socket.destroy();
    await vi.waitFor(() => expect(longBodies()).toBe(0));
  });

  test("the next request on the same connection is answered", async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.write(`POST /api/auth/_log HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n${"a".repeat(20_000)}`);
    socket.write("GET /after HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    await once(socket, "close");
    expect(received).toMatch(/^HTTP\/1\.1 413 [\s\S]*HTTP\/1\.1 200 /);
  });
});
