import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { readBytes } from "./body";
import { fromNode, writeTo } from "./node-exchange";

test("a client that reads only after it has sent everything gets the refusal of a body that is too large", async () => {
  const server = createServer(async (req, res) => {
    const code = await readBytes(fromNode(req), 100_000).catch((error: { code: string }) => error.code);
    writeTo(res, { status: 413, headers: {}, body: String(code) });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const piece = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  for (let sent = 0; sent < 300; sent++) if (!socket.write(piece)) await once(socket, "drain");
  socket.write("0\r\n\r\n");
  const [answer] = await once(socket.resume(), "data");
  expect(String(answer)).toMatch(/ 413 .*payload_too_large$/s);
  socket.destroy();
  server.close();
});
