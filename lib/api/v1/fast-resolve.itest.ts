import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetKeys } from "@/lib/auth/api-keys";
import { prisma } from "@/lib/core/db";
import { chatContent, createClient, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { routeMeters } from "../request-meters";
import { tryFastGet, tryFastPost } from "./fast-resolve";

let workspace: TestWorkspace;
let server: Server;
let url = "";
const path = "/api/v1/prompts/resolve?name=fast";

/** Resolves through the full route, so that the key and the prompt are cached. */
async function warm(): Promise<void> {
  const mount = await mountAheadOfNext();
  const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}` };
  expect((await mount.send(`${path}&`, { headers })).status).toBe(200);
  await mount.stop();
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const mount = await mountAheadOfNext();
  const manage = createClient(mount.send, workspace.manageKey);
  await manage.post("/prompts", { name: "fast", content: chatContent("Help {{ who }}.") });
  await manage.post("/prompts/fast/promote", { version: 1, environment: "production" });
  await mount.stop();
  await warm();
  // 299: the fast path declined and wrote nothing.
  server = createServer((req, res) => {
    const decline = () => void res.writeHead(299).end();
    if (!tryFastGet(req, res) && !tryFastPost(req, res, decline)) decline();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const ask = (target: string, init: RequestInit = {}, key = workspace.runtimeKeys.production) =>
  fetch(url + target, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

it("answers a simple GET for a cached prompt", async () => {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-prompt-source")).toBe("memory");
  expect(await answer.json()).toMatchObject({ name: "fast", version: 1 });
  const etag = answer.headers.get("etag") ?? "";
  expect((await ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await ask(`${path}&environment=production&userId=u_1`)).status).toBe(200);
});

const post = (body: object | string, headers: Record<string, string> = {}, key?: string) =>
  ask(
    "/api/v1/prompts/resolve",
    {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    },
    key,
  );

it("answers a simple POST for a cached prompt, including errors", async () => {
  const answer = await post({ name: "fast", userId: "u_1", variables: { who: "Ana" } });
  expect(answer.status).toBe(200);
  expect((await answer.json()).messages).toEqual([{ role: "system", content: "Help Ana." }]);
  expect(answer.headers.get("etag")).toBeNull();
  expect((await post('{"name":"fast","variables":{"who":"Pe\\u00f1a"}}')).status).toBe(200);
  expect((await post({ name: "fast", variables: { who: "x", more: { a: [1, 2.5] } } })).status).toBe(200);
  const etag = (await post({ name: "fast" })).headers.get("etag") ?? "";
  expect((await post({ name: "fast" }, { "if-none-match": etag })).status).toBe(304);
  const refusals = () => routeMeters().get("renderPrompt")?.statuses.get(422) ?? 0;
  const before = refusals();
  const missing = await post({ name: "fast", variables: {} });
  expect([missing.status, (await missing.json()).code]).toEqual([422, "missing_variables"]);
  expect(refusals()).toBe(before + 1);
});

it("passes every other POST to the full route", async () => {
  const good = { name: "fast", variables: { who: "Ana" } };
  const bodies: (object | string)[] = [
    { ...good, version: 1 },
    { ...good, extra: 1 },
    { ...good, name: "cold" },
    { ...good, name: "Fast" },
    { ...good, environment: "staging" },
    { ...good, environment: "" },
    { ...good, userId: "" },
    { ...good, userId: "x".repeat(201) },
    { ...good, format: "xml" },
    { ...good, variables: [] },
    { ...good, placeholders: { history: [{ role: "system", content: "x" }] } },
    { ...good, placeholders: { history: [{ role: 7, content: "x" }] } },
    { ...good, placeholders: { history: [{ content: "x" }] } },
    { ...good, placeholders: { history: {} } },
    "",
    "{",
    "[]",
    '{"name":"fast","variables":{"who":"\\u0000"}}',
    '{"name":"fast","variables":{"who":"\\ud83d"}}',
    '{"name":"fast","variables":{"who":1e999}}',
    `{"name":"fast","variables":{"who":"x","deep":${"[".repeat(40)}${"]".repeat(40)}}}`,
    `{"name":"fast","placeholders":{"__proto__":[]}}`,
    { ...good, variables: { who: "x".repeat(64 * 1024) } },
  ];
  for (const body of bodies) expect((await post(body)).status, JSON.stringify(body).slice(0, 90)).toBe(299);
  const headers: Record<string, string>[] = [
    { "content-type": "text/plain" },
    { "content-type": "application/json; charset=latin1" },
    { "content-encoding": "gzip" },
    { authorization: "" },
  ];
  for (const header of headers) expect((await post(good, header)).status, JSON.stringify(header)).toBe(299);
  const invalidUtf8 = Buffer.from('{"name":"fast","variables":{"who":"\xff"}}', "latin1");
  expect((await ask("/api/v1/prompts/resolve", { method: "POST", body: invalidUtf8 })).status).toBe(299);
  const chunked = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(JSON.stringify(good)));
      controller.close();
    },
  });
  const json = { "content-type": "application/json" };
  const streamed = { method: "POST", headers: json, body: chunked, duplex: "half" } as RequestInit;
  expect((await ask("/api/v1/prompts/resolve", streamed)).status).toBe(299);
});

it("counts a key's requests, and refuses those above the limit", async () => {
  await prisma().workspace.update({ where: { id: workspace.workspaceId }, data: { runtimeRequestsLimit: 2 } });
  forgetKeys();
  const call = { name: "fast", variables: { who: "Ana" } };
  await warm(); // the first of the two
  const second = await post(call);
  expect([second.status, second.headers.get("ratelimit-remaining")]).toEqual([200, "0"]);
  const third = await post(call);
  expect([third.status, (await third.json()).code]).toEqual([429, "rate_limited"]);
  expect(third.headers.get("retry-after")).toMatch(/^\d+$/);
  expect((await ask(path)).status).toBe(429);
  await prisma().workspace.update({ where: { id: workspace.workspaceId }, data: { runtimeRequestsLimit: null } });
  forgetKeys();
  await warm();
});

it("passes everything else to the full route", async () => {
  const others: [string, RequestInit?, string?][] = [
    [path, { method: "POST" }],
    ["/api/v1/prompts/resolve", { method: "POST" }],
    [path, { method: "HEAD" }],
    [`${path}&version=1`],
    [`${path}&extra=1`],
    [`${path}&name=fast`],
    [`${path}&environment=staging`],
    ["/api/v1/prompts/resolve?name=cold"],
    ["/api/v1/prompts/resolve"],
    ["/api/v1/prompts?name=fast"],
    [path, {}, workspace.manageKey],
    [path, {}, "nonsense"],
    [path, { headers: { authorization: "" } }],
  ];
  for (const [target, init, key] of others) expect((await ask(target, init, key)).status, target).toBe(299);
});

it("a client that disconnects while it sends leaves nothing open", async () => {
  const { port } = server.address() as AddressInfo;
  const head = `POST /api/v1/prompts/resolve HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${workspace.runtimeKeys.production}`;
  const socket = connect(port, "127.0.0.1");
  socket.write(`${head}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"name":`);
  await sleep(50);
  socket.destroy();
  expect((await post({ name: "fast" })).status).toBe(200);
});

it("checks a key again within seconds, and keeps no revoked one", async () => {
  expect((await ask(path)).status).toBe(200);
  const mount = await mountAheadOfNext();
  const manage = createClient(mount.send, workspace.manageKey);
  const { id } = await prisma().apiKey.findFirstOrThrow({
    where: { workspaceId: workspace.workspaceId, name: "runtime production" },
  });
  await manage.delete(`/keys/${id}`);
  expect((await ask(path)).status).toBe(299);
  await mount.stop();
});
