import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressFiles } from "@/scripts/compress-files";
import { staticFiles } from "./static-files";

const root = mkdtempSync(join(tmpdir(), "understudy-static-"));
const script = "export const word = 'understudy';\n".repeat(200);
const server = createServer();

beforeAll(async () => {
  mkdirSync(join(root, "chunks"));
  writeFileSync(join(root, "chunks/a.js"), script);
  writeFileSync(join(root, "chunks/small.js"), "1");
  writeFileSync(join(root, "font.woff2"), "font");
  await compressFiles(root);
  const answer = staticFiles("/files/", root);
  server.on("request", (request, response) =>
    answer(request, response, () => response.writeHead(404).end(`not here: ${request.url}`)),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(root, { recursive: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
    ask({ port, path, headers, method, agent: false }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
    })
      .once("error", fail)
      .end();
  });
}

test.each([
  ["gzip, deflate, br", "br", brotliDecompressSync],
  ["gzip, br;q=0", "gzip", gunzipSync],
  ["gzip;q=0, identity", undefined, (data: Buffer) => data],
  ["", undefined, (data: Buffer) => data],
] as const)("a client that accepts %j gets %s", async (accepted, encoding, decode) => {
  const { status, headers, body } = await get("/files/chunks/a.js", { "accept-encoding": accepted });
  expect([status, headers["content-encoding"]]).toEqual([200, encoding]);
  expect(decode(body).toString()).toBe(script);
  expect(headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  });
});

test("small files and other types are not compressed", async () => {
  const small = await get("/files/chunks/small.js", { "accept-encoding": "br" });
  expect([small.headers["content-encoding"], small.body.toString()]).toEqual([undefined, "1"]);
  const font = await get("/files/font.woff2", { "accept-encoding": "br" });
  expect([font.headers["content-type"], font.body.toString()]).toEqual(["font/woff2", "font"]);
});

test("a file that the browser has is not sent again", async () => {
  const { headers } = await get("/files/chunks/a.js", { "accept-encoding": "br" });
  const again = await get("/files/chunks/a.js", { "accept-encoding": "br", "if-none-match": String(headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test.each([
  ["GET", "/files/chunks/none.js"],
  ["GET", "/files/chunks"],
  ["GET", "/files/../static-files.ts"],
  ["GET", "/files/%2e%2e/%2e%2e/etc/passwd"],
  ["GET", "/elsewhere"],
  ["POST", "/files/chunks/a.js"],
])("%s %s is passed to the pages", async (method, path) => {
  const { status, headers, body } = await get(path, { "accept-encoding": "br" }, method);
  expect([status, body.toString()]).toEqual([404, `not here: ${path}`]);
  expect(headers["content-encoding"]).toBeUndefined();
});

test("a removed file is passed to the pages", async () => {
  writeFileSync(join(root, "gone.js"), script);
  await compressFiles(root);
  const answer = staticFiles("/files/", root);
  rmSync(join(root, "gone.js"));
  rmSync(join(root, "gone.js.br"));
  server.removeAllListeners("request");
  server.on("request", (request, response) => answer(request, response, () => response.writeHead(404).end()));
  const { status, headers } = await get("/files/gone.js", { "accept-encoding": "br" });
  expect([status, headers["content-encoding"]]).toEqual([404, undefined]);
});
