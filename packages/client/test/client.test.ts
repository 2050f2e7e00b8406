import { once } from "node:events";
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Client, ClientOptions } from "../src/api";
import { createClient } from "../src/index";
import { fileStorage } from "../src/node";
import { bundleText, promptOf } from "./bundles";
import { type FakeServer, problem, startFakeServer } from "./fake-server";

let server: FakeServer;
const clients: Client[] = [];
const a = (version = 1) =>
  promptOf("a", {
    version,
    content: {
      type: "chat",
      messages: [{ role: "system", content: `a ${version} {{ who }}` }],
      variables: [{ name: "who", type: "string", required: true }],
    },
  });

const client = (options: Partial<ClientOptions> = {}) => {
  const one = createClient({ url: server.url, apiKey: "us_test", deadlineMs: 2_000, ...options });
  clients.push(one);
  return one;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

beforeEach(async () => {
  server = await startFakeServer([a(), promptOf("b", { aliases: ["former/b", "a"] })]);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((one) => one.close(0)));
  await server.stop();
});

describe("resolve", () => {
  test("waits for the first bundle, then answers from memory", async () => {
    const one = client();
    expect(one.peek("a")).toBeNull();
    const prompt = await one.resolve("a", { variables: { who: "Ann" } });
    expect(prompt).toMatchObject({ version: 1, source: "memory", stale: false, messages: [{ content: "a 1 Ann" }] });
    const requestsBefore = server.seen.length;
    await one.resolve("a");
    expect(server.seen.length).toBe(requestsBefore);
    expect(one.peek("former/b")?.name).toBe("b");
    expect(one.peek("a")?.name).toBe("a"); // the current name takes precedence over a former one
  });

  test("returns a new list of messages to each caller", async () => {
    const one = client();
    const first = await one.resolve("b");
    first.messages.push({ role: "user", content: "mine" });
    Object.assign(first.messages[0] ?? {}, { content: "changed" });
    expect((await one.resolve("b")).messages).toEqual([{ role: "system", content: "This is b." }]);
  });

  test("rejects with a code, or serves the fallback with the reason", async () => {
    const one = client();
    await one.ready();
    await expect(one.resolve("nobody")).rejects.toMatchObject({ name: "UnderstudyError", code: "not_found" });
    await expect(one.resolve("a", { variables: {} })).rejects.toMatchObject({ code: "missing_variables" });
    const served = await one.resolve("nobody", { fallback: "Hello {{ who }}", variables: { who: "Ann" } });
    expect(served).toMatchObject({
      source: "fallback",
      version: 0,
      error: { code: "not_found" },
      messages: [{ role: "user", content: "Hello Ann" }],
    });
    const chat = await one.resolve("a", {
      variables: {},
      fallback: { messages: [{ role: "system", content: "{{ x }}" }] },
    });
    expect(chat).toMatchObject({
      source: "fallback",
      error: { code: "missing_variables" },
      messages: [{ content: "{{ x }}" }],
    });
  });

  test("renders the messages of a fallback if its format cannot be written", async () => {
    const one = client();
    const fallbacks = ["Hi {{ who }}", { messages: [{ role: "user" as const, content: "Hi {{ who }}" }] }];
    for (const fallback of fallbacks) {
      const served = await one.resolve("nobody", { format: "openai", variables: { who: "Ann" }, fallback });
      expect(served).toMatchObject({ source: "fallback", messages: [{ content: "Hi Ann" }] });
    }
  });

  test("refuses an unknown format; values that are not JSON drop an event, not the call", async () => {
    const logged: string[] = [];
    const one = client({ onLog: (_, message) => logged.push(message) });
    const format = "xml" as "openai";
    await expect(one.resolve("b", { format })).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining('"xml"'),
    });
    const prompt = await one.resolve("b");
    one.record(prompt, { output: 10n });
    const output: Record<string, unknown> = {};
    one.record(prompt, { output: Object.assign(output, { output }) });
    expect(one.state().events).toMatchObject({ queued: 0, dropped: 0 });
    expect(logged.join()).toContain("An event is not JSON");
  });

  test("takes a key with the line end of its file, and says nothing of one that cannot be sent", async () => {
    await expect(client({ apiKey: " us_test\n" }).resolve("b")).resolves.toMatchObject({ source: "memory" });
    expect(server.asked("/bundle").at(-1)?.headers.authorization).toBe("Bearer us_test");
    for (const apiKey of ["us_secret\nus_other", "us_secret…", "", "\n", undefined as unknown as string]) {
      const refused = () => createClient({ url: server.url, apiKey });
      const refusal = { code: "invalid_options", message: "apiKey is not an API key." };
      expect(refused).toThrow(expect.objectContaining(refusal));
    }
  });

  test("obeys its deadline if the server does not answer", async () => {
    server.handlers["/api/v1/bundle"] = () => {};
    const one = client({ deadlineMs: 100 });
    const before = performance.now();
    expect((await one.resolve("a", { fallback: "x" })).error?.code).toBe("not_ready");
    await expect(one.resolve("a")).rejects.toMatchObject({ code: "not_ready" });
    expect(performance.now() - before).toBeLessThan(1_000);
    await expect(one.resolve("a", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
  });

  test("reports why there is no bundle: a refused key, an address that redirects", async () => {
    server.handlers["/api/v1/bundle"] = (_, response) => problem(response, 401, "invalid_api_key");
    const refused = client({ deadlineMs: 100 });
    const cause = expect.objectContaining({ code: "invalid_api_key" });
    for (const call of [refused.resolve("a"), refused.ready()])
      await expect(call).rejects.toMatchObject({
        code: "not_ready",
        message: expect.stringContaining("The fake says invalid_api_key."),
        cause,
      });
    const moved = createServer((request, response) => {
      response.writeHead(301, { location: server.url + request.url }).end();
    }).listen(0, "127.0.0.1");
    await once(moved, "listening");
    const { port } = moved.address() as AddressInfo;
    const redirected = client({ url: `http://127.0.0.1:${port}`, deadlineMs: 500 });
    await expect(redirected.resolve("a")).rejects.toThrow(`The address redirects to ${server.url}/api/v1/bundle.`);
    moved.closeAllConnections();
    moved.close();
  });

  test("requests a version that is not in the bundle from the server, once", async () => {
    const answer = {
      ...a(7),
      environment: "production",
      variables: [],
      messages: [{ role: "system", content: "seven" }],
      type: "chat",
      model: null,
    };
    server.handlers["/api/v1/prompts/resolve"] = (_, response) =>
      void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    const one = client();
    expect(await one.resolve("a", { version: 7 })).toMatchObject({
      source: "server",
      version: 7,
      assignment: { reason: "pinned" },
    });
    expect((await one.resolve("a", { version: 7 })).messages).toMatchObject([{ content: "seven" }]);
    expect(await one.resolve("a", { version: 1 })).toMatchObject({
      source: "memory",
      assignment: { reason: "pinned" },
    });
    expect(server.asked("/prompts/resolve")).toHaveLength(1);
  });

  test("creates ids with the same information as the server's", async () => {
    const prompt = await client().resolve("b", { userId: "u" });
    const { reasonOf, resolvedAtOf } = await import("@/lib/telemetry/interaction-mark");
    expect(prompt.interactionId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(reasonOf(prompt.interactionId)).toBe("release");
    expect(Math.abs((resolvedAtOf(prompt.interactionId) ?? 0) - Date.now())).toBeLessThan(5_000);
    expect(prompt.reference).toEqual({
      interactionId: prompt.interactionId,
      prompt: "b",
      version: 1,
      environment: "production",
      userId: "u",
    });
  });
});

test("several clients of a process share one exit listener", async () => {
  const before = process.listenerCount("beforeExit");
  const many = Array.from({ length: 20 }, () => client({ flushMs: 60_000 }));
  expect(process.listenerCount("beforeExit")).toBeLessThanOrEqual(before + 1);
  for (const one of many) one.feedback("i", {});
  process.emit("beforeExit", 0);
  await until(() => expect(server.asked("/events")).toHaveLength(20));
});

describe("changes on the server", () => {
  test("arrive by the stream, with the changed prompt only", async () => {
    const one = client();
    await until(() => expect(one.state().isConnected).toBe(true));
    const changed: string[][] = [];
    one.onChange((names) => changed.push([...names]));
    const bundles = server.asked("/bundle").length;
    server.release(a(2));
    await until(() => expect(one.peek("a")?.version).toBe(2));
    expect(changed).toEqual([["a"]]);
    expect(server.asked("/bundle")).toHaveLength(bundles);
    expect(one.state().hash).toBe(bundleText(server.state.prompts).hash);
  });

  test("include what the templates of an experiment need", async () => {
    const one = client();
    await until(() => expect(one.state().isConnected).toBe(true));
    const content = (text: string) => ({
      type: "chat" as const,
      messages: [{ role: "system" as const, content: text }],
    });
    const version = { versionId: "v9", version: 9, contentHash: "h", content: content("{{ 'liquid' | upcase }}") };
    const experiment = { id: "e", phase: 1, batch: 1, seed: "s", trafficShare: 1, group: null, versions: [version] };
    const variants = [{ key: "only", version: 9, weight: 1 }];
    server.release(promptOf("tried", { content: content("plain"), experiment: { ...experiment, variants } }));
    await until(() => expect(one.peek("tried")).not.toBeNull());
    const { messages } = await one.resolve("tried", { userId: "u", variables: {} });
    expect(messages).toEqual([{ role: "system", content: "LIQUID" }]);
  });

  test("that were missed between two messages are fetched with the complete bundle", async () => {
    const one = client();
    await until(() => expect(one.state().isConnected).toBe(true));
    server.state.prompts = [a(2)];
    server.release(a(3));
    await until(() => expect(one.peek("a")?.version).toBe(3));
    expect(one.peek("b")).toBeNull();
  });

  test("arrive by polling if the server has no streams", async () => {
    server.state.hasStreams = false;
    const one = client({ pollMs: 50 });
    await until(() => expect(one.state().mode).toBe("poll"));
    server.state.prompts = [a(2)];
    await until(() => expect(one.peek("a")?.version).toBe(2));
    await until(() => expect(server.asked("/bundle").at(-1)?.headers["if-none-match"]).toContain(one.state().hash));
    expect(server.asked("/stream")).toHaveLength(1);
  });
});

describe("faults", () => {
  test("a proxy that buffers the stream: the client polls instead", { tags: ["slow"], timeout: 20_000 }, async () => {
    server.handlers["/api/v1/stream"] = (_, response) =>
      void response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    const one = client({ pollMs: 50 });
    await one.ready();
    await until(() => expect(one.state().mode).toBe("poll"));
    server.state.prompts = [a(2)];
    await until(() => expect(one.peek("a")?.version).toBe(2));
  });

  test("a half-open connection: it ends after two missed heartbeats, and missed changes arrive", async () => {
    server.state.heartbeatMs = 200;
    const one = client();
    await until(() => expect(one.state().isConnected).toBe(true));
    server.state.prompts = [a(2)]; // without a message: the stream is dead, but looks open
    await until(() => expect(one.peek("a")?.version).toBe(2));
    await until(() => expect(server.asked("/stream").length).toBeGreaterThan(1));
  });

  test("a clock that is off by an hour: holdbacks and events use the server's clock", async () => {
    server.state.clockMs = 3_600_000;
    const control = { seed: "s", share: 1, versionId: "v0", version: 9, contentHash: "h", content: a().content };
    const soon = Date.now() + 3_600_000 + 600_000; // ten minutes ahead for the server, seventy for this machine
    const over = Date.now() + 1_800_000; // half an hour ago for the server, in the future for this machine
    server.state.prompts = [
      promptOf("kept", { control: { ...control, until: soon } }),
      promptOf("over", { control: { ...control, until: over } }),
    ];
    const one = client({ mode: "poll", flushMs: 10 });
    expect((await one.resolve("kept", { userId: "u" })).version).toBe(9);
    const prompt = await one.resolve("over", { userId: "u" });
    expect(prompt.version).toBe(1);
    one.record(prompt, { latencyMs: 5 });
    await until(() => expect(server.asked("/events")).toHaveLength(1));
    const [{ at }] = (server.asked("/events").at(-1) as { body: { events: [{ at: string }] } }).body.events;
    expect(Math.abs(Date.parse(at) - server.state.clockMs - Date.now())).toBeLessThan(5_000);
  });

  test("401 during the stream: the client keeps its bundle, reports it once, and polls rarely", async () => {
    const logged: string[] = [];
    const one = client({ onLog: (level, message) => logged.push(`${level} ${message}`) });
    await until(() => expect(one.state().isConnected).toBe(true));
    for (const path of ["/api/v1/bundle", "/api/v1/stream"])
      server.handlers[path] = (_, response) => problem(response, 401, "api_key_revoked");
    for (const stream of server.streams) stream.end('event: end\ndata: {"code":"unauthorized"}\n\n');
    await until(() => expect(one.state().isConnected).toBe(false));
    const requestsBefore = server.seen.length;
    await new Promise((done) => setTimeout(done, 1_500));
    expect(server.seen.length - requestsBefore).toBeLessThanOrEqual(2);
    expect((await one.resolve("a")).version).toBe(1);
  });

  test("a server that stops: answers continue, then are stale; the stream reconnects with the server", async () => {
    const one = client({ staleAfterMs: 300 });
    await until(() => expect(one.state().isConnected).toBe(true));
    await server.stop();
    expect((await one.resolve("a")).stale).toBe(false);
    await until(() => expect(one.peek("a")?.stale).toBe(true));
    server.state.prompts = [a(2)];
    await server.restart();
    await until(() => expect(one.peek("a")).toMatchObject({ version: 2, stale: false }));
  }, 20_000);

  test("a bundle of 50 MB is read, and a larger one is refused", { tags: ["slow"], timeout: 240_000 }, async () => {
    const text = "Lorem ipsum dolor sit amet. ".repeat(900);
    server.state.prompts = Array.from({ length: 2_000 }, (_, n) =>
      promptOf(`p${n}`, { content: { type: "chat", messages: [{ role: "system", content: `${n} ${text}` }] } }),
    );
    const one = client({ mode: "poll", pollMs: 100, deadlineMs: 150_000, maxBundleSize: 60_000_000 });
    expect((await one.resolve("p1999")).version).toBe(1);
    const logged: unknown[] = [];
    const small = client({
      mode: "poll",
      pollMs: 100,
      maxBundleSize: 1_000_000,
      onLog: (_, __, error) => logged.push(error),
    });
    const isSaid = () => expect(String(logged[0])).toContain("maxBundleSize");
    await vi.waitFor(isSaid, { timeout: 150_000, interval: 10 }); // the server writes 50 MB first
    await expect(small.resolve("p1", { fallback: "x" })).resolves.toMatchObject({ source: "fallback" });
  });

  test("changed bytes of a bundle: refused by their hash, and the last one is kept", async () => {
    const { text } = bundleText([a(2)]);
    const bad = [text.replace("a 2", "a 3"), text.slice(0, -10), "<html>A proxy's page</html>", "{}", ""];
    for (const body of bad) {
      const logged: unknown[] = [];
      const one = client({ mode: "poll", pollMs: 20, onLog: (_, __, error) => logged.push(error) });
      await one.ready(2_000);
      server.handlers["/api/v1/bundle"] = (_, response) =>
        void response.writeHead(200, { "content-type": "application/json" }).end(body);
      await until(() => expect(logged[0]).toMatchObject({ code: "bundle_invalid" }));
      expect(one.peek("a")?.version).toBe(1);
      delete server.handlers["/api/v1/bundle"];
      await until(() => expect(one.state().confirmedAt).toBeGreaterThan(Date.now() - 50));
      await one.close(0);
    }
  }, 20_000);
});

describe("a file", () => {
  const file = async () => join(await mkdtemp(join(tmpdir(), "understudy-")), "deep", "bundle.json");

  test("stores the last bundle with its changes, and serves a start without the server", async () => {
    const path = await file();
    const first = client({ storage: fileStorage(path) });
    await until(() => expect(first.state().isConnected).toBe(true));
    server.release(a(2));
    await until(() => expect(first.peek("a")?.version).toBe(2));
    await first.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).toBe(bundleText(server.state.prompts).text); // byte for byte what the server sends
    await server.stop();
    const second = client({ storage: fileStorage(path) });
    expect(await second.resolve("a")).toMatchObject({ version: 2, source: "storage", stale: true });
    await server.restart();
    await until(() => expect(second.peek("a")).toMatchObject({ source: "memory", stale: false }));
  }, 20_000);

  test("that is damaged, of another environment or empty is ignored", async () => {
    const { text } = bundleText([a(5)]);
    server.handlers["/api/v1/bundle"] = (_, response) => problem(response, 503, "database_unavailable");
    for (const damaged of [
      text.slice(0, 100),
      text.replace("a 5", "a 6"),
      "",
      "\0\0",
      bundleText([a(5)], "staging").text,
    ]) {
      const path = join(await mkdtemp(join(tmpdir(), "understudy-")), "bundle.json");
      await writeFile(path, damaged);
      const one = client({ storage: fileStorage(path), environment: "production", deadlineMs: 100 });
      await expect(one.resolve("a")).rejects.toMatchObject({ code: "not_ready" });
    }
  });

  test("that cannot be written gives a warning", async () => {
    const logged: string[] = [];
    const path = join(await mkdtemp(join(tmpdir(), "understudy-")), "file");
    await writeFile(path, "");
    const storage = fileStorage(join(path, "bundle.json"));
    const one = client({ storage, onLog: (_, message) => logged.push(message) });
    await one.ready();
    await until(() => expect(logged).toContain("The bundle could not be stored."));
    expect((await one.resolve("a")).version).toBe(1);
  });
});
