import { type AddressInfo, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { connect } from "./connect";
import { pullSourceOf } from "./sources";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

test("a tool that cannot be reached is named with its address and the reason", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const host = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = pullSourceOf("langfuse");
  const { read } = await connect(source, { host, key: "k", secret: "s" });
  await expect(read("/")).rejects.toMatchObject({
    code: "provider_unavailable",
    message: `${source.label} at ${host} does not speak TLS at this port. Continue to try again.`,
  });
  server.close();
});
