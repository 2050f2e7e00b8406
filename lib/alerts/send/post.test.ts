import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { postJson } from "./post";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

let server: Server;
let response = "";
const sockets: Socket[] = [];
beforeAll(async () => {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => socket.end(response));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  return new Promise((done) => server.close(done));
});

test.each([
  ["220 mail.example ESMTP\r\n\r\n", null, "The server at the address does not speak HTTP."],
  ["", null, "The server at the address closed the connection."],
  ["HTTP/1.1 304 Not Modified\r\n\r\n", 304, "It answered 304."],
  ["HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n", 302, expect.stringContaining("It redirects (302)")],
])("%j is told in words", async (answer, status, error) => {
  response = answer;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await postJson(url, "{}")).toMatchObject({ isOk: false, status, error });
});

test("a fault of TLS is named, so that its receiver can be mended", async () => {
  response = "HTTP/1.1 400 Bad Request\r\n\r\n";
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const error = "The server at the address does not speak TLS at this port.";
  expect(await postJson(url, "{}")).toEqual({ isOk: false, status: null, error });
});
