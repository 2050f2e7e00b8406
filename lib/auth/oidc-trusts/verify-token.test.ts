import { type AddressInfo, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { keysOf } from "./verify-token";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

test("an issuer that cannot be reached is answered with the reason", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(keysOf(issuer)).rejects.toMatchObject({
    code: "issuer_unavailable",
    message: `The keys of ${issuer} cannot be read because its server closed the connection before it was encrypted. Try again.`,
  });
  server.close();
});
