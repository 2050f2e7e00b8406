import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A connection to a server with this listener. */
async function connected(listener: RequestListener) {
  const server = createServer(oneAtATime(listener)).listen(0, "127.0.0.1");
  open.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const link = () => connect(port, "127.0.0.1").on("error", () => {});
  return { link, socket: link() };
}

const get = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const last = "Connection: close\r\n";

test("requests sent together are answered in their order, with their bodies", async () => {
  const { socket } = await connected(async (req, res) => res.end(`[${req.url} ${await text(req)}]`));
  socket.write(get("/1") + post("/2", "two") + post("/3", "") + get("/4", last));
  const answer = await text(socket);
  expect(answer.match(/\[.*?\]/g)).toEqual(["[/1 ]", "[/2 two]", "[/3 ]", "[/4 ]"]);
});

test("a large body behind another request is read completely", async () => {
  const body = "x".repeat(3_000_000);
  const { socket } = await connected(async (req, res) => {
    if (req.url === "/1") setTimeout(() => res.end("first"), 100);
    else res.end(String((await text(req)).length));
  });
  socket.write(get("/1") + post("/2", body) + get("/3", last));
  expect(await text(socket)).toMatch(/first.*3000000/s);
});

test("a request is handled when the previous one is answered, and never after its connection closed", async () => {
  const handled: string[] = [];
  const { socket } = await connected((req) => void handled.push(req.url ?? ""));
  socket.write(get("/1") + get("/2") + get("/3"));
  await expect.poll(() => handled).toEqual(["/1"]);
  socket.destroy();
  await new Promise((done) => setTimeout(done, 50));
  expect(handled).toEqual(["/1"]);
});

test("another connection has its turn between them", async () => {
  const order: string[] = [];
  const { socket, link } = await connected((req, res) => {
    order.push(req.url ?? "");
    res.end();
  });
  socket.write(get("/many").repeat(100));
  const other = link();
  other.write(get("/other", last));
  await text(other.resume());
  await expect.poll(() => order.length).toBe(101);
  expect(order.indexOf("/other")).toBeLessThan(50);
});

test("a connection with too many waiting requests is closed", async () => {
  let handled = 0;
  const { socket } = await connected(() => void handled++);
  socket.write(get("/").repeat(500));
  await once(socket, "close");
  expect(handled).toBe(1);
});
