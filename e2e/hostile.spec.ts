import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";
import { type RunningServer, startServer } from "./support/server";

/** Sends `size` bytes and returns the status, or 0 if the connection was closed before a response. */
function sendBytes(url: string, path: string, size: number, headers: Record<string, string>): Promise<number> {
  return new Promise((done) => {
    const sending = request(`${url}${path}`, {
      method: "POST",
      headers: { "content-length": String(size), ...headers },
    });
    sending.on("response", (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    sending.on("error", () => done(0));
    sending.end(Buffer.alloc(size, "[").fill('{"a":', 0, 5));
  });
}

/**
 * Returns the longest response time, in ms, of an application that resolves its prompt every 20 ms while `work` runs.
 */
async function slowestDuring(ask: () => Promise<number>, work: Promise<unknown>): Promise<number> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  let slowest = 0;
  while (!isOver) {
    const began = performance.now();
    expect(await ask()).toBe(200);
    slowest = Math.max(slowest, performance.now() - began);
    await sleep(20);
  }
  await over;
  return slowest;
}

test("a form that sends too much shows an error", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/settings`);
  const name = page.getByLabel("Name", { exact: true });
  await name.evaluate((input) => input.removeAttribute("maxlength"));
  await name.fill("x".repeat(100_000));
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("This is too large. At most 64 KiB can be sent here.")).toBeVisible();
  await page.reload();
  await expect(name).not.toHaveValue(/xxx/);
});

test("unauthenticated bodies are refused early, and others do not wait", async ({ api, server }) => {
  const name = await newPrompt(api, { live: ["production"] });
  const ask = async () =>
    (await api.runtime("production")("GET", `/prompts/resolve?name=${encodeURIComponent(name)}`)).status;
  for (let warm = 0; warm < 5; warm++) await ask();
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const action = { "content-type": "text/plain;charset=UTF-8", "next-action": "00".repeat(21) };
  const hostile = async () => {
    const statuses = [
      await sendBytes(server.url, "/api/auth/callback/credentials", 30_000_000, json),
      await sendBytes(server.url, "/api/auth/_log", 30_000_000, form),
      await sendBytes(server.url, "/sign-in", 19_000_000, action),
      await sendBytes(server.url, "/sign-in", 1_000_000, form),
    ];
    expect(statuses).toEqual([413, 413, 413, 413]);
    // Above the limit of bytes that are read and discarded, the connection is closed, with or without a response.
    expect([0, 413]).toContain(await sendBytes(server.url, "/api/auth/_log", 150_000_000, json));
  };
  const slowest = await slowestDuring(ask, hostile());
  expect(slowest).toBeLessThan(1_000); // 23,700 ms before body sizes were limited
});

/** Sends a request like a browser or an attacker. `path` is sent unchanged. */
function ask(url: string, method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>((done, fail) => {
    const { hostname, port } = new URL(url);
    const sending = request({ hostname, port, method, path, headers });
    sending.on("response", (answer) => {
      answer.resume();
      done({ status: answer.statusCode ?? 0, headers: answer.headers });
    });
    sending.on("error", fail);
    sending.end();
  });
}

test("an action sent by another site is refused, with any Host header", async ({ server }) => {
  const { host } = new URL(server.url);
  const action = { "content-type": "text/plain;charset=UTF-8", "next-action": "00".repeat(21) };
  const from = async (headers: Record<string, string>) =>
    (await ask(server.url, "POST", "/sign-in", { ...action, ...headers })).status;
  expect(await from({ origin: "https://evil.example", "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await from({ origin: "https://evil.example", "x-forwarded-host": "evil.example" })).toBe(403);
  expect(await from({ origin: "null" })).toBe(403);
  expect(await from({ "sec-fetch-site": "same-site" })).toBe(403);
  // From a page of the same origin, the request reaches Next, which does not know this action.
  const own = { ...action, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
  expect((await fetch(`${server.url}/sign-in`, { method: "POST", headers: own, body: "[]" })).status).toBe(409);
});

test("every method on every path is answered, and none with 500", async ({ server }) => {
  const all = await ask(server.url, "OPTIONS", "*");
  expect([all.status, all.headers.allow]).toEqual([204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
  expect((await ask(server.url, "GET", "*")).status).toBe(400);
  for (const path of ["/sign-in", "/api/v1/prompts", "/healthz"])
    expect((await ask(server.url, "TRACE", path)).status, path).toBe(405);
  for (const method of ["OPTIONS", "PUT", "DELETE", "PATCH"])
    expect((await ask(server.url, method, "/sign-in")).status, method).toBeLessThan(500);
});

test("pages refuse foreign scripts, also if prefetched", async ({ server }) => {
  const ahead = { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" };
  const headerSets: Record<string, string>[] = [{}, { "next-router-prefetch": "1" }, ahead, { purpose: "prefetch" }];
  for (const headers of headerSets) {
    const answer = await ask(server.url, "GET", "/sign-in", headers);
    expect(answer.headers["content-security-policy"]).toContain("'strict-dynamic'");
    expect(answer.headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(answer.headers["permissions-policy"]).toContain("camera=()");
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
  }
});

test("two versions with 200 long messages are compared part by part", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  test.setTimeout(120_000);
  const name = await newPrompt(api);
  const lines = (seed: number) => Array.from({ length: 300 }, (_, at) => `${(seed * 31 + at * 17) % 97}`).join("\n");
  const content = (seed: number) => ({
    type: "chat",
    messages: Array.from({ length: 200 }, (_, at) => ({ role: "user", content: lines(seed + at) })),
  });
  for (const seed of [1, 1_000]) {
    const saved = await api.manage("POST", `/prompts/${encodeURIComponent(name)}/versions`, { content: content(seed) });
    expect(saved.status).toBe(201);
  }
  const answer = await page.goto(`/${credentials.workspace}/prompts/${name}/-/history?from=2&to=3`);
  expect((await answer?.body())?.byteLength).toBeLessThan(4_000_000); // 39 MB before
  const more = page.getByRole("button", { name: "Show more" });
  await expect(more).toBeVisible();
  const rows = page.locator("ol.font-mono > li");
  const before = await rows.count();
  if (process.env.SCREENSHOTS) await more.scrollIntoViewIfNeeded();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/diff-more.png` });
  await more.click();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
});

test("unknown WebSockets are closed, and do not prevent the server from stopping", { tag: "@slow" }, async ({
  server,
}) => {
  test.setTimeout(120_000);
  const own: RunningServer = await startServer({ env: { UNDERSTUDY_SEED: "empty", SHUTDOWN_GRACE_SECONDS: "0" } });
  expect(own.url).not.toBe(server.url);
  await fetch(`${own.url}/sign-in`).then((answer) => answer.text()); // loads Next
  const sockets = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect(Number(new URL(own.url).port), "localhost").on("error", () => {});
      await once(socket, "connect");
      const closed = once(socket, "close");
      socket.write("GET /_next/webpack-hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      const [answer] = (await once(socket, "data")) as [Buffer];
      return { said: answer.toString(), closed };
    }),
  );
  for (const { said: response, closed } of sockets) {
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    await closed;
  }
  const began = performance.now();
  await own.stop();
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(own.output()).toContain("Stopped.");
});

/** Sends a request from another address of this machine, so that limits by address do not touch other journeys. */
function askFrom(
  localAddress: string,
  url: string,
  path: string,
  init: { method?: string; type?: string; body?: string },
) {
  return new Promise<{ status: number; retryAfter: string | undefined; text: string }>((done, fail) => {
    const { port } = new URL(url);
    const headers = init.type ? { "content-type": init.type, "next-action": "7f".repeat(21) } : {};
    const sending = request({ host: "127.0.0.1", port, localAddress, path, method: init.method ?? "GET", headers });
    sending.on("response", async (answer) => {
      let text = "";
      for await (const piece of answer.setEncoding("utf8")) text += piece;
      done({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"], text });
    });
    sending.on("error", fail);
    sending.end(init.body);
  });
}

test("guessing links ends with 429 and a page", async ({ server }) => {
  const guess = (n: number) => askFrom("127.0.0.77", server.url, `/shared/${String(n).padStart(43, "x")}`, {});
  for (let n = 0; n < 20; n++) expect((await guess(n)).status).toBe(404);
  const refused = await guess(20);
  expect([refused.status, Number(refused.retryAfter) > 0]).toEqual([429, true]);
  expect(refused.text).toContain("Too many attempts");
});

test("a body that is no form gets 400, whatever it calls", async ({ server }) => {
  for (const type of ["text/plain;charset=UTF-8", "application/json", "multipart/form-data; boundary=x"])
    for (const body of ["", "garbage", "["]) {
      const { status, text } = await askFrom("127.0.0.1", server.url, "/sign-in", { method: "POST", type, body });
      expect([type, body, status]).toEqual([type, body, 400]);
      expect(text).toContain("malformed_body");
    }
});

test("an action that cannot be run, or a state that cannot be read, gets 4xx, and no error is logged", {
  tag: "@slow",
}, async () => {
  const server: RunningServer = await startServer({ env: { UNDERSTUDY_SEED: "empty" } });
  const action = { method: "POST", type: "text/plain;charset=UTF-8" };
  for (const body of ['["$F1"]', '["$@1"]', '["$Q0"]', '["$n1x"]', '["$0"]', '["$T"]']) {
    const { status, text } = await askFrom("127.0.0.1", server.url, "/sign-in", { ...action, body });
    expect([body, status]).toEqual([body, 400]);
    expect(text).toContain("malformed_body");
  }
  for (const path of ["/sign-in", "/some/prompts"]) {
    const { status, text } = await askFrom("127.0.0.1", server.url, path, { ...action, body: "[]" });
    expect([path, status]).toEqual([path, 409]);
    expect(text).toContain("out_of_date");
  }
  const state = { rsc: "1", "next-router-state-tree": "garbage" };
  expect((await ask(server.url, "GET", "/sign-in?_rsc=x", state)).status).toBe(400);
  await server.stop();
  expect(server.output()).not.toMatch(/digest|Server Action|\n +at /);
});
