import { appendFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Client, ClientOptions } from "../src/api";
import { createClient } from "../src/index";
import { fileOutbox } from "../src/node";
import { promptOf } from "./bundles";
import { type FakeServer, problem, startFakeServer } from "./fake-server";

let server: FakeServer;
const clients: Client[] = [];
const client = (options: Partial<ClientOptions> = {}) => {
  const one = createClient({
    url: server.url,
    apiKey: "us_test",
    mode: "poll",
    flushMs: 20,
    deadlineMs: 2_000,
    ...options,
  });
  clients.push(one);
  return one;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });
type Event = { id: string; interactionId: string; comment?: string };
const events = () => server.asked("/events").flatMap(({ body }) => (body as { events: Event[] }).events);
const outbox = async () => join(await mkdtemp(join(tmpdir(), "understudy-")), "outbox");

beforeEach(async () => {
  server = await startFakeServer([promptOf("a")]);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((one) => one.close(0)));
  await server.stop();
});

describe("events", () => {
  test("are sent in batches, once, with the data of the resolve", async () => {
    const one = client();
    const prompt = await one.resolve("a", { userId: "u" });
    for (let n = 0; n < 50; n++) one.record(prompt, { latencyMs: n });
    one.feedback(prompt.interactionId, { thumbs: "up" });
    expect(await one.flush()).toBe(true);
    expect(server.asked("/events")).toHaveLength(1);
    expect(events()).toHaveLength(51);
    expect(new Set(events().map(({ id }) => id)).size).toBe(51);
    expect(events()[0]).toMatchObject({
      type: "interaction",
      interactionId: prompt.interactionId,
      prompt: "a",
      version: 1,
      environment: "production",
      userId: "u",
      latencyMs: 0,
    });
    expect(events()[50]).toMatchObject({ type: "feedback", thumbs: "up" });
    expect(one.state().events).toEqual({ queued: 0, sent: 51, rejected: 0, dropped: 0 });
  });

  test("in any language leave a browser, which refuses to keep more than 64 KiB alive", async () => {
    const asBrowser: typeof fetch = (address, init) => {
      const bytes = typeof init?.body === "string" ? Buffer.byteLength(init.body) : 0;
      if (init?.keepalive && bytes > 65_536) return Promise.reject(new TypeError("Failed to fetch"));
      return fetch(address, init);
    };
    const one = client({ fetch: asBrowser });
    const prompt = await one.resolve("a");
    for (let n = 0; n < 10; n++) one.record(prompt, { input: "漢".repeat(2_500) });
    expect(await one.flush()).toBe(true);
    expect(events()).toHaveLength(10);
  });

  test("of a fallback are not sent, because they have no version", async () => {
    const one = client();
    const prompt = await one.resolve("nobody", { fallback: "x" });
    one.record(prompt, { completed: true });
    await one.flush();
    expect(events()).toEqual([]);
  });

  test("keep their ids if an answer is lost, and wait for Retry-After", async () => {
    const one = client();
    await one.ready();
    let tries = 0;
    server.handlers["/api/v1/events"] = (_, response) => {
      if (++tries === 1)
        response.destroy(); // possibly stored, but without a response
      else if (tries === 2) problem(response, 503, "database_unavailable", { "retry-after": "1" });
      else response.writeHead(202, { "content-type": "application/json" }).end('{"rejected":[]}');
    };
    one.feedback("i1", { comment: "one" });
    await until(() => expect(tries).toBe(2));
    const refusedAt = performance.now();
    await until(() => expect(tries).toBe(3));
    expect(performance.now() - refusedAt).toBeGreaterThan(900);
    expect(new Set(events().map(({ id }) => id)).size).toBe(1);
    await until(() => expect(one.state().events).toMatchObject({ queued: 0, sent: 1 }));
  });

  test("that the server rejects do not delay others", async () => {
    const one = client({ flushMs: 60_000 });
    server.handlers["/api/v1/events"] = ({ body }, response) => {
      const bad = (body as { events: Event[] }).events.some(({ comment }) => comment === "bad");
      if (bad) problem(response, 422, "invalid_request");
      else response.writeHead(202, { "content-type": "application/json" }).end('{"rejected":[]}');
    };
    for (let n = 0; n < 20; n++) one.feedback(`i${n}`, { comment: n === 13 ? "bad" : "good" });
    expect(await one.flush()).toBe(true);
    expect(one.state().events).toEqual({ queued: 0, sent: 19, rejected: 1, dropped: 0 });
  });

  test("are limited: the oldest are dropped, counted and reported", async () => {
    const logged: string[] = [];
    server.handlers["/api/v1/events"] = (_, response) => problem(response, 503, "database_unavailable");
    const one = client({ maxQueued: 10, onLog: (_, message) => logged.push(message) });
    for (let n = 0; n < 25; n++) one.feedback(`i${n}`, {});
    await until(() => expect(server.asked("/events").length).toBeGreaterThan(0));
    for (let n = 25; n < 30; n++) one.feedback(`i${n}`, {});
    await until(() => expect(one.state().events).toMatchObject({ queued: 10, dropped: 20 }));
    expect(logged.join()).toContain("the oldest are dropped");
    delete server.handlers["/api/v1/events"];
    await until(() => expect(one.state().events.queued).toBe(0));
    expect(
      events()
        .slice(-10)
        .map(({ interactionId }) => interactionId),
    ).toEqual(Array.from({ length: 10 }, (_, n) => `i${20 + n}`));
  });

  test("are sent by close, which ends within its timeout without an answer", async () => {
    const one = client({ flushMs: 60_000 });
    await one.ready();
    one.feedback("i", {});
    await one.close();
    expect(events()).toHaveLength(1);
    const other = client({ flushMs: 60_000 });
    await other.ready();
    server.handlers["/api/v1/events"] = () => {};
    other.feedback("i", {});
    const before = performance.now();
    await other.close(200);
    expect(performance.now() - before).toBeLessThan(2_000);
    await expect(other.resolve("b")).rejects.toMatchObject({ code: expect.any(String) });
  });
});

describe("a server that hangs while it receives events", () => {
  test("delays flush and close no longer than their timeout", async () => {
    const path = await outbox();
    const one = client({ outbox: fileOutbox(path) });
    await one.ready();
    server.handlers["/api/v1/events"] = () => {};
    one.feedback("i", {});
    await until(() => expect(server.asked("/events")).toHaveLength(1));
    let before = performance.now();
    expect(await one.flush(200)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_000);
    before = performance.now();
    await one.close(200);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await readFile(path, "utf8")).toContain('"interactionId":"i"');
  }, 40_000);
});

describe("an outbox file", () => {
  test("delivers events of an outage once, after a restart of the application", async () => {
    const path = await outbox();
    const first = client({ outbox: fileOutbox(path) });
    await first.ready();
    await server.stop();
    for (let n = 0; n < 5; n++) first.feedback(`i${n}`, {});
    await first.close(100);
    expect((await readFile(path, "utf8")).trim().split("\n")).toHaveLength(5);
    await appendFile(path, 'events {"id":"cut off'); // killed during a write
    await server.restart();
    const second = client({ outbox: fileOutbox(path) });
    second.feedback("i5", {});
    await until(() => expect(events()).toHaveLength(6));
    await second.close();
    expect(
      events()
        .map(({ interactionId }) => interactionId)
        .sort(),
    ).toEqual(["i0", "i1", "i2", "i3", "i4", "i5"]);
    expect(await readFile(path, "utf8")).toBe("");
    await client({ outbox: fileOutbox(path) }).flush();
    expect(events()).toHaveLength(6);
  });

  test("keeps waiting events if the process is killed", async () => {
    const path = await outbox();
    server.handlers["/api/v1/events"] = (_, response) => problem(response, 503, "database_unavailable");
    const first = client({ outbox: fileOutbox(path) });
    first.feedback("i", {});
    await until(() => expect(server.asked("/events").length).toBeGreaterThan(0));
    expect(await readFile(path, "utf8")).toContain('"interactionId":"i"'); // without close, as after kill -9
  });
});

test("a user is reported once per phase, with the batch of the variant", async () => {
  const content = (text: string) => ({ type: "chat" as const, messages: [{ role: "system" as const, content: text }] });
  const experiment = {
    id: "e1",
    phase: 3,
    batch: 2,
    seed: "s",
    trafficShare: 1,
    group: null,
    variants: [
      { key: "a", version: 1, weight: 0 },
      { key: "b", version: 2, weight: 1 },
    ],
    versions: [{ versionId: "v2", version: 2, contentHash: "h", content: content("two") }],
  };
  server.state.prompts = [promptOf("a", { experiment })];
  const one = client();
  for (let n = 0; n < 30; n++) await one.resolve("a", { userId: `u${n % 3}` });
  await one.resolve("a");
  await one.resolve("a", { userId: "u9", version: 1 });
  await one.flush();
  const sent = server.asked("/exposures").flatMap(({ body }) => (body as { exposures: object[] }).exposures);
  expect(sent).toEqual(
    ["u0", "u1", "u2"].map((userId) => ({
      experimentId: "e1",
      phase: 3,
      batch: 2,
      variant: "b",
      userId,
      at: expect.any(String),
    })),
  );
});
