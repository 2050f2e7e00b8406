import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOutgoingGuard, readAllowedHosts } from "./safe-fetch";

const publicly = async () => ["93.184.215.14"];
const refused = expect.objectContaining({ code: "url_not_allowed" });

describe("an address before it is stored", () => {
  const guard = createOutgoingGuard(undefined, publicly);

  test.each([
    "https://api.example.com/v1",
    "http://api.example.com:8080",
    "https://1.1.1.1/",
    "https://[2606:4700::1]/",
  ])("%s is allowed", async (url) => {
    expect((await guard.assertAllowed(url)).href).toBe(new URL(url).href);
  });

  test.each([
    "",
    "api.example.com",
    "/v1",
    "ftp://example.com",
    "file:///etc/passwd",
    "javascript:1",
    "data:,x",
    "http://user@example.com",
    "http://user:pass@example.com",
    "http://:pass@example.com",
    "gopher://1.1.1.1",
  ])("%j is invalid", async (url) => {
    await expect(guard.assertAllowed(url)).rejects.toThrow(refused);
    await expect(guard.fetch(url)).rejects.toThrow(refused);
  });

  test.each([
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.01",
    "127.0.0.1.",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "0xa.0.0.1",
    "012.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "3232235777",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "169.254.43518",
    "100.64.0.1",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "%31%32%37.0.0.1",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2001::1]",
  ])("%s is a private address in any notation", async (host) => {
    for (const url of [`http://${host}/`, `https://${host}:8443/v1`]) {
      await expect(guard.assertAllowed(url)).rejects.toThrow(refused);
      await expect(guard.fetch(url)).rejects.toThrow(refused);
    }
  });

  test.each([["10.0.0.1"], ["127.0.0.1"], ["::1"], ["fd00::1"], ["::ffff:10.0.0.1"], ["169.254.169.254"]])(
    "a name that leads to %s is refused, also beside a public address",
    async (address) => {
      for (const found of [[address], ["1.1.1.1", address]]) {
        const leading = createOutgoingGuard(undefined, async () => found);
        await expect(leading.assertAllowed("https://inside.example.com")).rejects.toThrow(refused);
        await expect(leading.fetch("https://inside.example.com")).rejects.toThrow(refused);
      }
    },
  );

  test("localhost is refused by its resolved address, with advice; an unknown name is reported as unknown", async () => {
    const real = createOutgoingGuard(undefined);
    await expect(real.assertAllowed("http://localhost:11434")).rejects.toThrow(/OUTGOING_ALLOWED_HOSTS/);
    await expect(real.assertAllowed("http://localhost.:11434")).rejects.toThrow(refused);
    const lost = createOutgoingGuard(undefined, () => Promise.reject(new Error("ENOTFOUND")));
    await expect(lost.assertAllowed("https://nowhere.example.com")).rejects.toThrow(/cannot be found/);
  });

  test.each([
    ["localhost:11434", "localhost", "11434", true],
    ["localhost:11434", "localhost", "80", false],
    ["localhost", "LOCALHOST.", "80", true],
    [" a.internal , b.internal:8080", "b.internal", "8080", true],
    ["a.internal", "x.a.internal", "80", false],
    ["[::1]:8080", "::1", "8080", true],
    ["[::1]", "[::1]", "80", true],
    ["127.0.0.1:80", "127.0.0.1", "80", true],
    ["", "localhost", "80", false],
    [undefined, "localhost", "80", false],
    ["*", "localhost", "80", false],
  ])("with %j, %s:%s is allowed: %s", (setting, host, port, isOpen) => {
    expect(readAllowedHosts(setting)(host, port)).toBe(isOpen);
  });
});

describe("a request", () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const seen: {
    host: string | undefined;
    method: string;
    url: string;
    headers: IncomingMessage["headers"];
    body: string;
  }[] = [];
  const servers: Server[] = [];
  const listen = async () => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method = "", url = "", headers } = request;
      seen.push({ host: headers.host, method, url, headers, body });
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  let port = 0;
  let other = 0;
  beforeAll(async () => {
    [port, other] = [await listen(), await listen()];
  });
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections();
  });
  beforeEach(() => {
    seen.length = 0;
    answer = (_, response) => response.end("fine");
  });
  const open = () => createOutgoingGuard("127.0.0.1,a.test,b.test", async () => ["127.0.0.1"]);

  test("can reach an allowed host, at the allowed port only", async () => {
    const guard = createOutgoingGuard(`127.0.0.1:${port}`);
    expect(await (await guard.fetch(`http://127.0.0.1:${port}/`)).text()).toBe("fine");
    await expect(guard.fetch(`http://127.0.0.1:${other}/`)).rejects.toThrow(refused);
    expect(seen).toHaveLength(1);
  });

  test("is stopped if the name resolves to another address than when it was checked", async () => {
    const answers = [["93.184.215.14"], ["127.0.0.1"]];
    const guard = createOutgoingGuard(undefined, async () => answers.shift() ?? ["127.0.0.1"]);
    await guard.assertAllowed(`http://rebinding.example.com:${port}/`);
    await expect(guard.fetch(`http://rebinding.example.com:${port}/`)).rejects.toThrow(refused);
    expect(seen).toHaveLength(0);
  });

  test("is stopped at a redirect to a blocked address, in any notation", async () => {
    const guard = createOutgoingGuard(`127.0.0.1:${port}`, publicly);
    for (const location of [
      `http://127.0.0.1:${other}/`,
      "http://2130706433/",
      "http://[::1]/",
      "file:///etc/passwd",
    ]) {
      answer = (_, response) => response.writeHead(302, { location }).end();
      await expect(guard.fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(refused);
    }
    expect(seen.every(({ host }) => host === `127.0.0.1:${port}`)).toBe(true);
  });

  test("keeps its key within an origin only", async () => {
    answer = ({ url }, response) => {
      if (url === "/a") response.writeHead(307, { location: "/b" }).end();
      else if (url === "/b") response.writeHead(307, { location: `http://b.test:${other}/c` }).end();
      else response.end("there");
    };
    const headers = {
      authorization: "Bearer k",
      "x-api-key": "k",
      "x-goog-api-key": "k",
      "content-type": "text/plain",
    };
    const response = await open().fetch(`http://a.test:${port}/a`, { method: "POST", body: "hello", headers });
    expect(await response.text()).toBe("there");
    expect(seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      "POST /a hello",
      "POST /b hello",
      "POST /c hello",
    ]);
    expect(seen[1]?.headers).toMatchObject(headers);
    const { authorization, "x-api-key": own, "x-goog-api-key": google, "content-type": type } = seen[2]?.headers ?? {};
    expect({ authorization, own, google, type }).toEqual({ type: "text/plain" });
  });

  test("follows no redirect if the caller handles them", async () => {
    answer = (_, response) => response.writeHead(307, { location: `http://b.test:${other}/c` }).end();
    const init = { method: "POST", body: "hello" };
    const response = await open().fetch(`http://a.test:${port}/a`, init, { follows: false });
    expect([response.status, seen.length]).toEqual([307, 1]);
  });

  test("becomes a GET if the answer requires it", async () => {
    answer = ({ url }, response) => {
      if (url === "/a") response.writeHead(303, { location: "/b" }).end();
      else response.end();
    };
    await open().fetch(`http://a.test:${port}/a`, { method: "POST", body: "hello" });
    expect(seen[1]).toMatchObject({ method: "GET", body: "" });
  });

  test("follows three redirects, not four", async () => {
    answer = ({ url }, response) => {
      const left = Number(url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end("end");
    };
    expect(await (await open().fetch(`http://a.test:${port}/3`)).text()).toBe("end");
    await expect(open().fetch(`http://a.test:${port}/4`)).rejects.toThrow(/redirects more than 3 times/);
  });

  test("ends at the deadline, also during the body, and if it is cancelled", async () => {
    answer = () => {};
    await expect(open().fetch(`http://a.test:${port}/`, {}, { deadlineMs: 50 })).rejects.toThrow(
      expect.objectContaining({ name: "TimeoutError" }),
    );
    answer = (_, response) => void response.write("half");
    const half = await open().fetch(`http://a.test:${port}/`, {}, { deadlineMs: 200 });
    await expect(half.text()).rejects.toThrow();
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(open().fetch(`http://a.test:${port}/`, { signal: stop.signal })).rejects.toThrow(
      expect.objectContaining({ name: "AbortError" }),
    );
  });

  test("reads no more than the limit", async () => {
    answer = (_, response) => response.end("x".repeat(100_000));
    const read = async (maxBytes: number) => (await open().fetch(`http://a.test:${port}/`, {}, { maxBytes })).text();
    await expect(read(99_999)).rejects.toThrow(/larger than/);
    expect((await read(100_000)).length).toBe(100_000);
  });
});
