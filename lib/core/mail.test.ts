import { type AddressInfo, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { sendMail } from "./mail";

test("a mail server without TLS where TLS is expected is named as that", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 mail.example ESMTP\r\n");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.stubEnv("SMTP_URL", `smtps://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("SMTP_FROM", "alerts@example.com");
  const mail = { to: ["ana@example.com"], subject: "s", text: "t", html: "h" };
  expect(await sendMail(mail, "1")).toEqual({
    isOk: false,
    status: null,
    error: "The mail server does not speak TLS at this port.",
    isRefusal: false,
  });
  server.close();
});
