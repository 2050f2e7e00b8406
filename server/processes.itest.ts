/** @module-tag slow */
import { execFileSync } from "node:child_process";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

type SeenRequest = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };

let studio: Server;
let server: RunningServer;
let workspace: TestWorkspace;
const seen: SeenRequest[] = [];

/** Simulates the studio. Responds with the request, for `/slow` in two pieces. */
async function answerAsStudio(req: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces).toString();
  seen.push({ method: req.method ?? "", url: req.url ?? "", headers: req.headers, body });
  return body;
}

beforeAll(async () => {
  studio = createServer(async (req, res) => {
    if (req.url !== "/slow") return void res.end(await answerAsStudio(req));
    res.write("first");
    await sleep(400);
    res.end("second");
  });
  await new Promise<void>((done) => studio.listen(0, "127.0.0.1", done));
  workspace = await createTestWorkspace();
  await createPrompt(workspace.owner, {
    name: "support/reply",
    content: { type: "chat", messages: [{ role: "user", content: "Hello {{ name }}" }] },
  });
  await promoteVersion(workspace.owner, { name: "support/reply", version: 1, environment: "production", reason: "" });
  server = await startServer({
    credentials: {} as Credentials,
    env: {
      DATABASE_URL: process.env.TEST_DATABASE_URL ?? "",
      UNDERSTUDY_ROLE: "runtime",
      RUNTIME_PROCESSES: "2",
      SHUTDOWN_GRACE_SECONDS: "0",
      SHUTDOWN_SECONDS: "6",
      STUDIO_URL: `http://127.0.0.1:${(studio.address() as AddressInfo).port}`,
      METRICS_TOKEN: "0123456789abcdef",
    },
  });
}, 120_000);
afterAll(async () => {
  await server?.stop();
  studio?.closeAllConnections();
  studio?.close();
});

const resolve = (headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/prompts/resolve?name=support%2Freply`, {
    headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, ...headers },
  });

const runtimePids = () => {
  const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(server.pid)], { encoding: "utf8" });
  return rows
    .split("\n")
    .filter((row) => row.includes("runtime.js"))
    .map((row) => Number(row.trim().split(" ")[0]));
};

describe("the runtime", () => {
  test("answers resolve itself", async () => {
    const before = seen.length;
    const answer = await resolve();
    expect(answer.status).toBe(200);
    expect((await answer.json()) as object).toMatchObject({ name: "support/reply", version: 1 });
    expect(seen.length).toBe(before);
  });

  test("forwards everything else, with its body and the client's address", async () => {
    const answer = await fetch(`${server.url}/acme/prompts?q=a%20b`, {
      method: "POST",
      body: "a body",
      headers: { "x-forwarded-for": "203.0.113.9" },
    });
    expect(await answer.text()).toBe("a body");
    const last = seen.at(-1);
    expect(last).toMatchObject({ method: "POST", url: "/acme/prompts?q=a%20b", body: "a body" });
    expect(last?.headers["x-forwarded-for"]).toMatch(/^203\.0\.113\.9, (::ffff:)?127\.0\.0\.1$|^203\.0\.113\.9, ::1$/);
    expect(last?.headers.host).toBe(new URL(server.url).host);
  });

  test("forwards no host of a client, and answers OPTIONS * itself", async () => {
    await fetch(`${server.url}/acme`, { headers: { "x-forwarded-host": "evil.example" } });
    expect(seen.at(-1)?.headers["x-forwarded-host"]).toBeUndefined();
    const before = seen.length;
    const status = await new Promise<number | undefined>((done, fail) => {
      const { hostname, port } = new URL(server.url);
      request({ hostname, port, method: "OPTIONS", path: "*" }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      })
        .on("error", fail)
        .end();
    });
    expect([status, seen.length]).toEqual([204, before]);
  });

  test("forwards an answer while it is written", async () => {
    const { body } = await fetch(`${server.url}/slow`);
    const reader = body?.getReader();
    const pieces: string[] = [];
    const times: number[] = [];
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      pieces.push(new TextDecoder().decode(value));
      times.push(performance.now());
    }
    expect(pieces).toEqual(["first", "second"]);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
  });

  test("refuses an upgrade and closes its socket", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("GET /_next/webpack-hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    let text = "";
    socket.on("data", (piece) => {
      text += piece;
    });
    await new Promise((done) => socket.once("close", done));
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("is restarted if it is killed, and every request is answered", { timeout: 60_000 }, async () => {
    const before = runtimePids();
    expect(before).toHaveLength(2);
    process.kill(before[0] as number, "SIGKILL");
    await expect.poll(() => server.output()).toContain("ended (SIGKILL); starting it again");
    const statuses = new Set<number>();
    // A new connection per request, so that the killed process's sockets are not reused.
    const ask = async () => statuses.add((await resolve({ connection: "close" })).status);
    const hasNew = () => runtimePids().some((pid) => !before.includes(pid));
    while (!hasNew()) await ask();
    // The new process accepts connections only when it can answer, so no client sees "starting".
    for (const until = performance.now() + 4_000; performance.now() < until; ) await ask();
    expect(statuses).toEqual(new Set([200]));
    expect(runtimePids()).toHaveLength(2);
  });

  test("ends a connection that a killed process had not accepted yet", { timeout: 60_000 }, async () => {
    const [stopped] = runtimePids() as [number];
    process.kill(stopped, "SIGSTOP"); // accepts nothing any more
    const waiting = new Set<number>();
    const ask = async (n: number) => {
      waiting.add(n);
      const signal = AbortSignal.timeout(30_000);
      const headers = { connection: "close" };
      const outcome = await fetch(`${server.url}/healthz`, { headers, signal }).then(
        ({ status }) => status,
        (error: Error) => (error.name === "TimeoutError" ? "hangs" : "ended"),
      );
      waiting.delete(n);
      return outcome;
    };
    const requests = Array.from({ length: 8 }, (_, n) => ask(n));
    await expect.poll(() => waiting.size, { timeout: 15_000 }).toBeLessThan(8);
    await sleep(500);
    expect(waiting.size).toBeGreaterThan(0);
    process.kill(stopped, "SIGKILL");
    const outcomes = await Promise.all(requests);
    expect(outcomes).toContain("ended");
    expect(outcomes).not.toContain("hangs");
    await expect.poll(() => runtimePids().length, { timeout: 20_000 }).toBe(2);
  });

  test("serves again after all of its processes are killed, and ends requests sent to them", {
    timeout: 120_000,
  }, async () => {
    const ask = () =>
      fetch(`${server.url}/healthz`, { headers: { connection: "close" } }).then(
        async (answer) => answer.status === 200 && (await resolve({ connection: "close" })).status,
        () => null,
      );
    for (let turn = 0; turn < 3; turn++) {
      for (const pid of runtimePids()) process.kill(pid, "SIGKILL");
      await expect.poll(ask, { timeout: 45_000, interval: 200 }).toBe(200);
      await expect.poll(() => runtimePids().length, { timeout: 20_000 }).toBe(2);
    }
  });

  test("has one set of metrics for all its processes", async () => {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer 0123456789abcdef" } });
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
  });

  test("reports an unavailable studio, as a problem under /api and as a page elsewhere", async () => {
    studio.closeAllConnections();
    await new Promise((done) => studio.close(done));
    const api = await fetch(`${server.url}/api/v1/prompts`);
    expect([api.status, ((await api.json()) as { code: string }).code]).toEqual([503, "service_unavailable"]);
    const page = await fetch(`${server.url}/acme`);
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await page.text()).toContain("restarting");
    expect((await resolve()).status).toBe(200);
  });

  test("stops while a client keeps a request open", async () => {
    const open = request(`${server.url}/acme`, { method: "POST" });
    open.on("error", () => {});
    open.write("x"); // never ended
    await sleep(100);
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(server.output()).toContain("Stopped.");
  }, 60_000);
});
