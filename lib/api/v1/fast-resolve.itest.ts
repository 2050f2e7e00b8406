import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { chatContent, createClient, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { tryFastResolve } from "./fast-resolve";

let workspace: TestWorkspace;
let server: Server;
let url = "";
const path = "/api/v1/prompts/resolve?name=fast";

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const mount = await mountAheadOfNext();
  const manage = createClient(mount.send, workspace.manageKey);
  await manage.post("/prompts", { name: "fast", content: chatContent("x") });
  await manage.post("/prompts/fast/promote", { version: 1, environment: "production" });
  const full = await mount.send(`${path}&`, {
    headers: { authorization: `Bearer ${workspace.runtimeKeys.production}` },
  });
  expect(full.status).toBe(200);
  await mount.stop();
  // 299: the fast lane declined and wrote nothing.
  server = createServer((req, res) => tryFastResolve(req, res) || res.writeHead(299).end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const ask = (target: string, init: RequestInit = {}, key = workspace.runtimeKeys.production) =>
  fetch(url + target, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

it("answers a warm, plain GET by itself", async () => {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-prompt-source")).toBe("memory");
  expect(await answer.json()).toMatchObject({ name: "fast", version: 1 });
  const etag = answer.headers.get("etag") ?? "";
  expect((await ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await ask(`${path}&environment=production&userId=u_1`)).status).toBe(200);
});

it("leaves everything else to the full route", async () => {
  const others: [string, RequestInit?, string?][] = [
    [path, { method: "POST" }],
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

it("asks again for a key within seconds, and keeps no revoked one", async () => {
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
