import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { answerAnywhere, findUnreadable, refuseUnreadable, toOriginForm } from "./request-target";

const head = (url: string, { method = "GET", host = "a.example:3000", ...headers }: Record<string, string> = {}) => ({
  method,
  url,
  headers: { host, ...headers },
  rawHeaders: ["Host", host, ...Object.entries(headers).flat()],
});

describe("a target in absolute form", () => {
  test.each([
    ["http://b.example/x?y=1", "/x?y=1", "b.example"],
    ["HTTPS://b.example:8080", "/", "b.example:8080"],
    ["http://b.example?y", "/?y", "b.example"],
    ["/x?to=http://b.example/", "/x?to=http://b.example/", "a.example:3000"],
    ["*", "*", "a.example:3000"],
  ])("%s is read as %s at %s", (url, path, host) => {
    const request = head(url);
    toOriginForm(request);
    expect([request.url, request.headers.host]).toEqual([path, host]);
  });
});

describe("targets that are refused", () => {
  test.each([
    ["/%ff", {}, "target"],
    ["*", {}, "target"],
    ["ftp://b.example/", {}, "target"],
    ["/", { host: "evil.example@a.example" }, "host"],
    ["/", { host: "a.example/path" }, "host"],
    ["/", { method: "TRACE" }, "method"],
    ["/", { method: "PROPFIND" }, "method"],
    ["/", { method: "POST", "transfer-encoding": "gzip, chunked" }, "coding"],
  ])("%s with %o", (url, more, expected) => expect(findUnreadable(head(url, more))).toBe(expected));

  test("several Host headers", () => {
    const request = head("/");
    expect(findUnreadable({ ...request, rawHeaders: [...request.rawHeaders, "host", "b.example"] })).toBe("host");
  });

  test.each([
    ["/a%20b/ü", {}],
    ["/", { host: "[::1]:3000" }],
    ["/", { method: "POST", "transfer-encoding": "Chunked" }],
    ["/", { method: "OPTIONS" }],
  ])("but %s with %o is", (url, more) => expect(findUnreadable(head(url, more))).toBeNull());
});

describe("the answer to a refused target", () => {
  async function answered(path: string) {
    const server = createServer((request, response) => {
      refuseUnreadable(request, response, findUnreadable(request) ?? "method");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const { status, headers, text } = await new Promise<{ status?: number; headers: object; text: string }>((done) => {
      const sent = request({ port, host: "127.0.0.1", path, headers: { "x-request-id": "mine" } }, async (answer) => {
        const { statusCode, headers } = answer;
        done({ status: statusCode, headers, text: (await answer.toArray()).join("") });
      });
      sent.end();
    });
    server.close();
    return { status, type: (headers as Record<string, string>)["content-type"], text };
  }

  test("is a sentence on a page", async () =>
    expect(await answered("/%ff")).toMatchObject({ status: 400, type: "text/plain; charset=utf-8" }));

  test("is a problem below /api", async () => {
    const { status, type, text } = await answered("/api/v1/prompts/%ff?x=1");
    expect({ status, type }).toEqual({ status: 422, type: "application/problem+json" });
    expect(JSON.parse(text)).toMatchObject({
      code: "invalid_request",
      instance: "/api/v1/prompts/%ff",
      requestId: "mine",
    });
  });
});

describe("paths that are refused at every address", () => {
  const answered = async (method: string, path: string) => {
    const server = createServer((request, response) => {
      if (!answerAnywhere(request, response)) response.writeHead(200).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const status = await new Promise<number | undefined>((done, fail) =>
      request({ port, host: "127.0.0.1", method, path }, (answer) => done(answer.resume().statusCode))
        .on("error", fail)
        .end(),
    );
    server.close();
    return status;
  };

  test.each([
    ["OPTIONS", "*", 204],
    ["TRACE", "/healthz", 405],
    ["TRACE", "/metrics", 405],
    ["TRACE", "/sign-in", 405],
    ["TRACE", "/api/v1/prompts", 200], // the API answers 405 itself, with the methods of the path
    ["OPTIONS", "/sign-in", 200],
    ["GET", "/", 200],
  ])("%s %s: %d", async (method, path, status) => expect(await answered(method, path)).toBe(status));
});
