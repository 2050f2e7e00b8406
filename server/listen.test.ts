import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { close, createHttpServer, listen, refuseUpgrade } from "./listen";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.closeAllConnections();
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** Sends text over a socket. `response` resolves with the whole response when the other side has closed. */
async function talk(port: number, text: string): Promise<{ socket: Socket; response: Promise<string> }> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(text);
  return { socket, response: once(socket, "close").then(() => received) };
}

const upgradeTo = (protocol: string, host = "x") =>
  `GET /_next/webpack-hmr HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;

describe("upgrades", () => {
  const server = createHttpServer((req, res) => void (refuseUpgrade(req, res) || res.end("page")));

  test("a WebSocket is refused and its connection closed", async () => {
    const { response } = await talk(await listening(server), upgradeTo("websocket"));
    expect(await response).toMatch(/^HTTP\/1\.1 400 .*\r\nconnection: close\r\n/is);
  });

  test("an offer of HTTP/2 is answered as HTTP/1.1", async () => {
    const again = createHttpServer((req, res) => void (refuseUpgrade(req, res) || res.end("page")));
    const port = await listening(again);
    const { response, socket } = await talk(port, upgradeTo("h2c"));
    await once(socket, "data");
    socket.end();
    expect(await response).toMatch(/^HTTP\/1\.1 200 .*page/is);
  });
});

describe("slow clients", () => {
  test("headers that never end are answered with 408", async () => {
    const server = createHttpServer((_, res) => void res.end(), {
      headersTimeout: 100,
      connectionsCheckingInterval: 50,
    });
    const { response } = await talk(await listening(server), "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    expect(await response).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe("clients that do not read", () => {
  const large = Buffer.alloc(20_000_000, "x");

  test("a connection whose answer is not read is closed", async () => {
    const server = createHttpServer((_, res) => void res.end(large), { stalledMs: 200 });
    const socket = connect(await listening(server), "127.0.0.1").pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const [, response] = await once(server, "request");
    await once(response, "close");
    socket.destroy();
  });

  test("a slow client gets its answer, and a client that waits for one is not closed", async () => {
    // On a busy machine, nothing is read for some time.
    const server = createHttpServer((_, res) => void setTimeout(() => res.end(large), 2_400), { stalledMs: 2_000 });
    const socket = connect(await listening(server), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let size = 0;
    for await (const piece of socket) {
      size += piece.length;
      await new Promise((done) => setTimeout(done, 2));
    }
    expect(size).toBeGreaterThan(large.length);
  });
});

describe("a client that is still sending when it is answered", () => {
  /** Sends a body of 4 MB and reads the answer only after it. Returns what it read. */
  async function sendThenRead(port: number): Promise<string> {
    const socket = connect(port, "127.0.0.1").pause();
    await once(socket, "connect");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4000000\r\n\r\n");
    for (let sent = 0; sent < 40; sent++) {
      await new Promise((done) => setTimeout(done, 2));
      await new Promise<void>((done, fail) => {
        socket.write(Buffer.alloc(100_000), (error) => (error ? fail(error) : done()));
      });
    }
    let read = "";
    for await (const piece of socket) read += piece;
    return read;
  }

  test("gets its answer, also if it asked to close the connection", async () => {
    const server = createHttpServer((request, response) => {
      request.once("data", () => {
        response.writeHead(413).end("too large");
        request.resume();
      });
    });
    expect(await sendThenRead(await listening(server))).toMatch(/^HTTP\/1\.1 413 .*too large/is);
  });

  test("gets its answer if nothing of its body was read", async () => {
    const server = createHttpServer((_, response) => void response.writeHead(413).end("too large"));
    expect(await sendThenRead(await listening(server))).toMatch(/^HTTP\/1\.1 413 .*too large/is);
  });

  test("is cut off when it goes on for too long", async () => {
    const server = createHttpServer((_, response) => void response.end("no"), { lingerMs: 300 });
    const request = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4000000\r\n\r\n";
    const { socket, response } = await talk(await listening(server), request);
    const sending = setInterval(() => socket.write("x"), 20);
    expect(await response).toMatch(/no$/);
    clearInterval(sending);
  });
});

/** A client in its own thread, so that it can write while this thread is busy. */
const busyClient = `
  const { connect } = require("node:net");
  const { parentPort, workerData } = require("node:worker_threads");
  const { port, cell } = workerData;
  const request = "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n";
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  let heard = "";
  socket.on("data", (chunk) => { heard += chunk; parentPort.postMessage({ kind: "answer" }); });
  socket.on("error", () => {});
  socket.on("close", () => parentPort.postMessage({ kind: "closed", heard }));
  parentPort.on("message", () => socket.write(request, () => { Atomics.store(cell, 0, 1); Atomics.notify(cell, 0); }));
`;

describe("closing", () => {
  test("a request sent before it on a kept connection is answered", async () => {
    const server = createHttpServer((_, response) => void response.end("page"));
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const port = await listening(server);
    const client = new Worker(busyClient, { eval: true, workerData: { port, cell } });
    await once(client, "message"); // the first response; the connection stays open
    client.postMessage("again");
    Atomics.wait(cell, 0, 0, 10_000); // this thread reads nothing until the second request is written
    const closed = once(client, "message").then(async ([first]) =>
      first.kind === "closed" ? first : (await once(client, "message"))[0],
    );
    await close(server, 5_000);
    expect((await closed).heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    await client.terminate();
  });

  test("an upgraded socket and an endless request end at the limit", async () => {
    const server = createHttpServer(() => {}); // never responds
    server.on("upgrade", (_, socket) => void socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n")); // as `next` does
    const port = await listening(server);
    const upgraded = await talk(port, upgradeTo("websocket"));
    await once(upgraded.socket, "data");
    const waiting = await talk(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(server, "request");
    const began = performance.now();
    await close(server, 200);
    expect(performance.now() - began).toBeGreaterThan(150);
    expect(performance.now() - began).toBeLessThan(5_000);
    await Promise.all([upgraded.response, waiting.response]);
  });

  test("a pending request is answered before the limit", async () => {
    const server = createHttpServer((_, res) => void setTimeout(() => res.end("done"), 100));
    const { response } = await talk(await listening(server), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(server, "request");
    await close(server, 10_000);
    expect(await response).toMatch(/done/);
  });
});

test.each([
  ["203.0.113.77", /^HOST is 203\.0\.113\.77, which is no address of this machine \(EADDRNOTAVAIL\)\./],
  ["999.1.2.3", /^HOST is 999\.1\.2\.3, which is no address of this machine \(\w+\)\./],
])("an address that is not of this machine is named with its setting: %s", async (host, sentence) => {
  await expect(
    listen(
      createHttpServer(() => {}),
      { port: 0, host },
    ),
  ).rejects.toThrow(sentence);
});

test("a port in use is named, too", async () => {
  const first = createHttpServer(() => {});
  const port = await listen(first, { port: 0, host: "127.0.0.1" });
  await expect(
    listen(
      createHttpServer(() => {}),
      { port, host: "127.0.0.1" },
    ),
  ).rejects.toThrow(`Port ${port} is in use. Stop the process on it, or set another PORT.`);
  await close(first, 100);
});
