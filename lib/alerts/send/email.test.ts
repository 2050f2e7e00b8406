import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sendEmail } from "./email";

let server: Server;
const sockets: Socket[] = [];
beforeAll(async () => {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.write("220 mail.example\r\n");
    // Sends one more line of an endless response, so that the connection is never idle.
    const timer = setInterval(() => socket.write("250-wait\r\n"), 20);
    socket.on("close", () => clearInterval(timer));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`);
  vi.stubEnv("SMTP_FROM", "alerts@example.com");
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  return new Promise((done) => server.close(done));
});

test("a slow mail server is aborted before the claim of the delivery expires", async () => {
  const data = { id: null, severity: "info", title: "t", body: "", url: "https://a.example", workspace: "w" } as const;
  const message = {
    type: "channel.test",
    timestamp: "2026-11-22T12:00:00.000Z",
    data: { ...data, prompt: null, environment: null },
  };
  expect(await sendEmail(["ana@example.com"], "1", message, 300)).toEqual({
    isOk: false,
    status: null,
    error: "The mail server took longer than 0.3 s.",
  });
});
