import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { connectionFault } from "./connection-fault";
import { connectionWords } from "./connection-words";
import { createOutgoingGuard } from "./safe-fetch";

const open: { server: Server; sockets: Socket[] }[] = [];
async function listen(server: Server, onConnection: (socket: Socket) => void = () => {}): Promise<string> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  open.push({ server, sockets });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

const { fetch } = createOutgoingGuard("127.0.0.1");
const faultAt = (url: string) =>
  fetch(url, {}, { deadlineMs: 1_000, maxBytes: 1_000 })
    .then((response) => response.text())
    .then(
      () => null,
      (error: unknown) => connectionFault(error),
    );

describe("a real server", () => {
  test("that speaks only an old version of TLS", async () => {
    const old = createTlsServer({ minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" });
    old.on("tlsClientError", () => {});
    expect(await faultAt(`https://${await listen(old)}`)).toBe("tls_version");
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ["closes during the handshake", (socket) => socket.once("data", () => socket.destroy()), "closed_in_handshake"],
    ["ends during the handshake", (socket) => socket.once("data", () => socket.end()), "closed_in_handshake"],
    ["answers a handshake without encryption", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"), "no_tls"],
    ["answers a handshake with other bytes", (socket) => socket.write("\0\xff garbage\r\n\r\n"), "no_tls"],
    ["does not answer a handshake", () => {}, "no_answer"],
  ])("that %s", async (_, onConnection, fault) => {
    expect(await faultAt(`https://${await listen(createServer(), onConnection)}`)).toBe(fault);
  });

  test.each<[string, string, string]>([
    ["is not HTTP", "220 mail.example ESMTP\r\n\r\n", "no_http"],
    ["has headers without end", `HTTP/1.1 200 OK\r\n${`a: ${"b".repeat(9_000)}\r\n`.repeat(4)}`, "headers_too_large"],
    ["is larger than its limit", `HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n${"x".repeat(2_000)}`, "too_large"],
    ["is cut", "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nx", "closed"],
  ])("whose answer %s", async (_, answer, fault) => {
    const url = `http://${await listen(createServer(), (socket) => socket.once("data", () => socket.end(answer)))}`;
    expect(await faultAt(url)).toBe(fault);
  });

  test("that sends interim answers for ever is cut off", async () => {
    const url = `http://${await listen(createServer(), (socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1_000)));
    })}`;
    const began = performance.now();
    expect(await faultAt(url)).toBe("no_http");
    expect(performance.now() - began).toBeLessThan(900);
  });

  test("that is not there, or at a port of another service", async () => {
    const server = createServer();
    const address = await listen(server);
    await new Promise((done) => server.close(done));
    expect(await faultAt(`http://${address}`)).toBe("refused");
    expect(await faultAt("http://127.0.0.1:25")).toBe("blocked_port");
  });
});

const failedFetch = (code: string, message = "x") =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

test.each([
  ["CERT_HAS_EXPIRED", "certificate_expired"],
  ["CERT_NOT_YET_VALID", "certificate_early"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate_self_signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "certificate_untrusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate_untrusted"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate_host"],
  ["ENOTFOUND", "not_found"],
  ["EAI_AGAIN", "not_found"],
  ["EHOSTUNREACH", "no_answer"],
  ["UND_ERR_CONNECT_TIMEOUT", "no_answer"],
])("the code %s is %s", (code, fault) => {
  expect(connectionFault(failedFetch(code))).toBe(fault);
});

test("a mail library that replaces the codes leaves the messages", () => {
  const wrapped = (message: string) => connectionFault(Object.assign(new Error(message), { code: "ESOCKET" }));
  expect(wrapped("certificate has expired")).toBe("certificate_expired");
  expect(wrapped("self-signed certificate")).toBe("certificate_self_signed");
  expect(wrapped("Hostname/IP does not match certificate's altnames: IP: 127.0.0.1")).toBe("certificate_host");
  expect(wrapped("40ECD2:error:0A00010B:SSL routines:ssl3_get_record:wrong version number")).toBe("no_tls");
  expect(wrapped("connect ECONNREFUSED 127.0.0.1:25")).toBe("refused");
});

test("any other error is none, and every fault has words", () => {
  for (const error of [null, "odd", new Error("no luck"), { code: 7 }, failedFetch("ERR_OTHER")])
    expect(connectionFault(error)).toBeNull();
  for (const words of Object.values(connectionWords)) expect(words).toMatch(/^[a-z].*[^.]$/);
});
