/** @module-tag slow */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const name = "support/reply";
const dataDir = mkdtempSync(join(tmpdir(), "understudy-outage-"));
let database: TcpProxy;
let workspace: TestWorkspace;
let server: RunningServer;

const start = () =>
  startServer({
    credentials: {} as Credentials,
    dataDir,
    env: {
      DATABASE_URL: database.url,
      UNDERSTUDY_ROLE: "runtime",
      RUNTIME_PROCESSES: "2",
      SHUTDOWN_GRACE_SECONDS: "0",
      SHUTDOWN_SECONDS: "6",
    },
  });
const headers = () => ({
  authorization: `Bearer ${workspace.runtimeKeys.production}`,
  "content-type": "application/json",
});
const resolve = () => fetch(`${server.url}/api/v1/prompts/resolve?name=${name}`, { headers: headers() });
const readiness = async (more = "") => {
  const response = await fetch(`${server.url}/readyz${more}`);
  return { code: response.status, ...((await response.json()) as object) };
};

beforeAll(async () => {
  database = await startTcpProxy({ target: process.env.TEST_DATABASE_URL ?? "" });
  workspace = await createTestWorkspace();
  const content = { type: "chat" as const, messages: [{ role: "user" as const, content: "Hello {{ name }}" }] };
  await createPrompt(workspace.owner, { name, content });
  await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
  server = await start();
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("an instance restarted without its database is ready, and answers from its snapshot", async () => {
  expect((await resolve()).status).toBe(200);
  const whole = { code: 200, status: "ready", degraded: [] };
  await expect.poll(() => readiness(), { timeout: 30_000 }).toMatchObject(whole);
  await expect.poll(() => readiness("?for=studio"), { timeout: 30_000 }).toMatchObject(whole);
  expect(await readiness("?for=anything")).toMatchObject({ code: 400 });
  await server.stop();
  expect(existsSync(join(dataDir, "snapshot"))).toBe(true);

  await database.cut();
  server = await start(); // waits until /readyz succeeds
  for (let n = 0; n < 20; n++) {
    const answer = await resolve(); // from either process
    expect([answer.status, answer.headers.get("x-prompt-source")]).toEqual([200, "stale"]);
    expect(await answer.json()).toMatchObject({ version: 1, stale: true });
  }
  const filled = await fetch(`${server.url}/api/v1/prompts/resolve`, {
    method: "POST",
    headers: headers(),
    body: JSON.stringify({ name, variables: { name: "Ada" } }),
  });
  expect(await filled.json()).toMatchObject({ stale: true, messages: [{ content: "Hello Ada" }] });
  const body = await readiness();
  expect(body).toMatchObject({ code: 200, status: "ready", degraded: ["database"], snapshotMaxAgeSeconds: 86_400 });
  expect(await readiness("?for=studio")).toMatchObject({ code: 503, status: "unavailable" });

  await database.restore();
  await expect.poll(async () => (await resolve()).headers.get("x-prompt-source"), { timeout: 30_000 }).toBe("memory");
  await expect.poll(() => readiness(), { timeout: 30_000 }).toMatchObject(whole);
}, 180_000);
