import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy";

let echo: Server;
let proxy: TcpProxy;
const opened: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  await once(echo.listen(0, "127.0.0.1"), "listening");
  proxy = await startTcpProxy({ target: `redis://:secret@127.0.0.1:${(echo.address() as AddressInfo).port}/0` });
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.stop();
  echo.close();
});

const open = async () => {
  const socket = connect(proxy.port, "127.0.0.1").on("error", () => {});
  opened.push(socket);
  await once(socket, "connect");
  return socket;
};

const say = async (socket: Socket, text: string) => {
  socket.write(text);
  const [answer] = await once(socket, "data");
  return String(answer);
};

test("forwards bytes and keeps the rest of the address", async () => {
  expect(proxy.url).toBe(`redis://:secret@127.0.0.1:${proxy.port}/0`);
  expect(await say(await open(), "hello")).toBe("hello");
});

test("a cut closes open connections and refuses new ones", async () => {
  const socket = await open();
  await say(socket, "here");
  const closed = new Promise((done) => socket.once("close", done));
  await proxy.cut();
  await closed;
  const refused = connect(proxy.port, "127.0.0.1");
  const [error] = await once(refused, "error");
  expect(error.code).toBe("ECONNREFUSED");
  await proxy.restore();
  expect(await say(await open(), "again")).toBe("again");
});

test("a black hole answers nothing until it ends, on old connections and new ones", async () => {
  const old = await open();
  await say(old, "before");
  proxy.blackHole();
  const fresh = await open();
  const received: string[] = [];
  for (const socket of [old, fresh]) socket.on("data", (data) => received.push(String(data)));
  old.write("one");
  fresh.write("two");
  await new Promise((done) => setTimeout(done, 50));
  expect(received).toEqual([]);
  const both = Promise.all([once(old, "data"), once(fresh, "data")]);
  await proxy.restore();
  await both;
  expect(received.sort()).toEqual(["one", "two"]);
});

test("slow answers arrive late and in order", async () => {
  const socket = await open();
  proxy.slow(40);
  const received: string[] = [];
  socket.on("data", (data) => received.push(String(data)));
  socket.write("a");
  await new Promise((done) => setTimeout(done, 5));
  proxy.slow(0);
  socket.write("b");
  await new Promise((done) => setTimeout(done, 80));
  expect(received.join("")).toBe("ab");
});

test("new connections are accepted after dropping others", async () => {
  const socket = await open();
  const closed = new Promise((done) => socket.once("close", done));
  expect(proxy.connections()).toBe(1);
  proxy.dropConnections();
  await closed;
  expect(await say(await open(), "back")).toBe("back");
});
