import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import type { Connection } from "./connection";
import { callProvider } from "./provider-call";
import type { ModelEvent, ModelRequest } from "./types";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
// Keys in the environment, which the SDK would read by default, must not be used.
for (const name of ["OPENAI", "ANTHROPIC", "GOOGLE_GENERATIVE_AI"]) vi.stubEnv(`${name}_API_KEY`, "key-of-the-server");
for (const name of ["OPENAI", "ANTHROPIC"]) vi.stubEnv(`${name}_BASE_URL`, "http://127.0.0.1:1");

const key = "sk-secret-0123456789";
let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake, { key, fault: null, reply: { text: "One two three four." }, chunkDelayMs: 0 });
  fake.requests.length = 0;
});

const kinds = ["openai", "anthropic", "google", "openai_compatible"] as const;
type Kind = (typeof kinds)[number];

const connectionOf = (kind: Kind, more: Partial<Connection> = {}): Connection => ({
  id: "c1",
  kind,
  name: `our-${kind}`,
  key,
  baseUrl: fake.baseUrl(kind === "openai_compatible" ? "openai" : kind),
  ...more,
});
const requestFor = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  provider: "ours",
  name: "fake-large",
  messages: [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hello?" },
  ],
  ...more,
});

async function call(
  connection: Connection,
  request = requestFor(),
  options: { signal?: AbortSignal; deadlineMs?: number } = {},
) {
  const events: ModelEvent[] = [];
  for await (const event of callProvider(connection, request, { signal: new AbortController().signal, ...options }))
    events.push(event);
  const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
  return { events, text, last: events.at(-1) };
}
const sent = () => fake.requests.at(-1)?.body ?? {};

describe.each(kinds)("%s", (kind) => {
  test("streams the answer, with tokens, times and the reason of its end", async () => {
    const { events, text, last } = await call(connectionOf(kind));
    expect(text).toBe("One two three four.");
    expect(events.filter(({ type }) => type === "text").length).toBeGreaterThan(2);
    expect(last).toMatchObject({ type: "finished", inputTokens: 12, outputTokens: 7, finishReason: "stop" });
    expect(last).toMatchObject({ latencyMs: expect.any(Number), ttftMs: expect.any(Number), costUsd: null });
  });

  test("sends the messages, settings and parameters of the version", async () => {
    const parameters = {
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 100,
      stop: ["END"],
      own_field: { deep: true },
      model: "x",
    };
    await call(connectionOf(kind), requestFor({ parameters }));
    const body = sent();
    const inside = kind === "google" ? (body.generationConfig as Record<string, unknown>) : body;
    const expected = {
      openai: { temperature: 0.2, top_p: 0.9, max_tokens: 100, stop: ["END"], model: "fake-large" },
      openai_compatible: { temperature: 0.2, top_p: 0.9, max_tokens: 100, stop: ["END"], model: "fake-large" },
      anthropic: { temperature: 0.2, max_tokens: 100, stop_sequences: ["END"], model: "fake-large" },
      google: { temperature: 0.2, topP: 0.9, maxOutputTokens: 100, stopSequences: ["END"] },
    }[kind];
    expect(inside).toMatchObject({ ...expected, own_field: { deep: true } });
    expect(JSON.stringify(body)).toContain("Be kind.");
    expect(JSON.stringify(body)).toContain("Hello?");
  });

  test("sends tools of both notations and returns the call", async () => {
    const schema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
    fake.reply = { text: "", tool: { name: "find_order", input: { id: "A-1" } } };
    const tools = [
      { type: "function", function: { name: "find_order", description: "Finds one.", parameters: schema } },
      { name: "send_mail", inputSchema: schema },
    ];
    const { events, last } = await call(connectionOf(kind), requestFor({ tools }));
    expect(events).toContainEqual({ type: "tool", name: "find_order", input: { id: "A-1" } });
    expect(last).toMatchObject({ type: "finished", finishReason: "tool-calls" });
    expect(JSON.stringify(sent())).toMatch(/find_order.*Finds one.*send_mail/);
  });

  test("requests the response format", async () => {
    fake.reply = { text: '{ "mood": "good" }' };
    const responseSchema = {
      type: "object",
      properties: { mood: { type: "string" } },
      required: ["mood"],
      additionalProperties: false,
    };
    const { text } = await call(connectionOf(kind), requestFor({ responseSchema }));
    if (kind !== "anthropic") expect(JSON.parse(text)).toEqual({ mood: "good" });
    expect(JSON.stringify(sent())).toContain("mood");
  });

  test.each([
    [401, "provider_error", /refused the key \(401\)/],
    [403, "provider_error", /does not allow this with this key \(403\)/],
    [404, "provider_error", /does not know the model fake-large \(404\)/],
    [400, "provider_error", /refused the request \(400\).*says: “The fake provider says 400\.”/],
    [500, "provider_unavailable", /failed on its side \(500\)/],
    [529, "provider_unavailable", /overloaded \(529\)/],
  ] as const)("explains %i", async (status, code, message) => {
    fake.fault = { kind: "status", status };
    const { last } = await call(connectionOf(kind));
    expect(last).toMatchObject({ type: "failed", code, status, message: expect.stringMatching(message) });
    expect(fake.requests).toHaveLength(1); // the call is not retried
  });

  test("returns how long to wait after 429", async () => {
    fake.fault = { kind: "status", status: 429, headers: { "retry-after": "20" } };
    expect((await call(connectionOf(kind))).last).toMatchObject({
      code: "rate_limited",
      status: 429,
      retryAfterSeconds: 20,
      message: expect.stringContaining("Try again in 20 seconds."),
    });
  });

  test("does not repeat a refused key", async () => {
    const wrong = "sk-wrong-9876543210";
    const { last } = await call(connectionOf(kind, { key: wrong }));
    expect(last).toMatchObject({ type: "failed", code: "provider_error", status: 401 });
    expect(JSON.stringify(last)).not.toContain("9876543210");
  });

  test.each([
    ["cut", "provider_unavailable", /ended early/],
    ["end", "provider_unavailable", /ended early/],
    ["malformed", "provider_error", /cannot be read/],
    ["error event", /provider_(error|unavailable)/, /Overloaded|overloaded/],
  ] as const)("keeps the received text if a stream fails: %s", async (fault, code, message) => {
    fake.fault = { kind: fault };
    const { text, last } = await call(connectionOf(kind));
    expect(text).toBe("One two ");
    expect(last).toMatchObject({
      type: "failed",
      message: expect.stringMatching(message),
      code: typeof code === "string" ? code : expect.stringMatching(code),
    });
  });

  test.each(["silence", "stall"] as const)("ends after its deadline: %s", async (fault) => {
    fake.fault = { kind: fault };
    const deadlineMs = fault === "stall" ? 600 : 150; // half of the answer must arrive before the deadline
    const { last, text } = await call(connectionOf(kind), requestFor(), { deadlineMs });
    const message = `did not finish within ${deadlineMs / 1_000} seconds`;
    expect(last).toMatchObject({ code: "provider_unavailable", message: expect.stringContaining(message) });
    expect(text).toBe(fault === "stall" ? "One two " : "");
  });

  test("explains a web page where an API should be", async () => {
    fake.fault = { kind: "html" };
    const page = { code: "provider_error", message: expect.stringMatching(/web page.*base URL/) };
    expect((await call(connectionOf(kind))).last).toMatchObject(page);
    fake.fault = { kind: "status", status: 404, body: "<!DOCTYPE html><p>not here</p>" };
    expect((await call(connectionOf(kind))).last).toMatchObject(page);
    fake.fault = { kind: "status", status: 502, body: "<html>secret inside</html>" };
    const { last } = await call(connectionOf(kind));
    expect(last).toMatchObject({ code: "provider_unavailable", status: 502 });
    expect(JSON.stringify(last)).not.toContain("inside");
  });

  test("stops if aborted, and if nobody reads", async () => {
    fake.fault = { kind: "stall" };
    const stop = new AbortController();
    const events: ModelEvent[] = [];
    for await (const event of callProvider(connectionOf(kind), requestFor(), { signal: stop.signal })) {
      events.push(event);
      stop.abort();
    }
    expect(events.at(-1)).toMatchObject({ type: "failed", code: "cancelled" });
    for await (const _ of callProvider(connectionOf(kind), requestFor(), { signal: new AbortController().signal }))
      break;
  });

  test("does not connect to a blocked address, and reports it", async () => {
    const { last } = await call(connectionOf(kind, { baseUrl: "http://10.0.0.1/v1" }));
    expect(last).toMatchObject({ code: "url_not_allowed", message: expect.stringContaining("10.0.0.1") });
  });

  test("explains a closed port", async () => {
    const gone = await startFakeProvider();
    await gone.stop();
    const { last } = await call(connectionOf(kind, { baseUrl: `${gone.url}/v1` }));
    expect(last).toMatchObject({
      code: "provider_unavailable",
      message: expect.stringMatching(/does not take connections/),
    });
  });
});

describe("features of some providers", () => {
  test("OpenAI's messages carry names, and its newest models speak the Responses API", async () => {
    const messages = [
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Hi", name: "ana" },
      { role: "tool", content: "shipped", name: "find_order" },
    ] as const;
    await call(connectionOf("openai"), requestFor({ messages: [...messages] }));
    expect(sent().messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi", name: "ana" },
      { role: "user", content: "Result of find_order:\nshipped" },
    ]);
    const { text, last } = await call(connectionOf("openai"), requestFor({ name: "gpt-5-pro" }));
    expect(fake.requests.at(-1)?.path).toBe("/v1/responses");
    expect(text).toBe("One two three four.");
    expect(last).toMatchObject({ type: "finished", inputTokens: 12, outputTokens: 7, finishReason: "stop" });
    expect(sent().store).toBe(false);
  });

  test("instructions are first for Anthropic and Google; alone they become the user message", async () => {
    const messages = [
      { role: "user", content: "Hi" },
      { role: "system", content: "Late rule." },
    ] as const;
    for (const kind of ["anthropic", "google"] as const) {
      expect((await call(connectionOf(kind), requestFor({ messages: [...messages] }))).last?.type).toBe("finished");
      const alone = requestFor({ messages: [{ role: "system", content: "Only this." }] });
      expect((await call(connectionOf(kind), alone)).last?.type).toBe("finished");
      expect(JSON.stringify(sent())).toMatch(/"role":"user".*Only this\./);
    }
  });

  test("strict mode is used only for suitable schemas", async () => {
    const open = { type: "object", properties: { mood: { type: "string" } } };
    await call(connectionOf("openai"), requestFor({ responseSchema: open }));
    expect(sent().response_format).toMatchObject({
      json_schema: { strict: false, schema: { properties: open.properties } },
    });
    await call(
      connectionOf("openai"),
      requestFor({ responseSchema: { ...open, required: ["mood"], additionalProperties: false } }),
    );
    expect(sent().response_format).toMatchObject({ json_schema: { strict: true } });
  });

  test("a compatible server needs no key, and gets only its own", async () => {
    fake.key = null;
    expect((await call(connectionOf("openai_compatible", { key: null }))).last?.type).toBe("finished");
    expect(fake.requests.at(-1)?.headers.authorization).toBeUndefined();
    for (const kind of ["openai", "anthropic", "google"] as const) {
      await call(connectionOf(kind, { key: null }));
      expect(JSON.stringify(fake.requests.at(-1)?.headers)).not.toContain("key-of-the-server");
    }
  });

  test("a tool without a name is reported with its place, before anything is sent", async () => {
    const { last } = await call(
      connectionOf("openai"),
      requestFor({ tools: [{ name: "a" }, { type: "function", function: { description: "Finds." } }] }),
    );
    expect(last).toMatchObject({ code: "provider_error", message: expect.stringContaining("Tool 2") });
    expect(fake.requests).toHaveLength(0);
  });

  test("exhausted credit is not reported as a rate limit", async () => {
    const body = JSON.stringify({ error: { message: "You exceeded your quota", code: "insufficient_quota" } });
    fake.fault = { kind: "status", status: 429, body };
    expect((await call(connectionOf("openai"))).last).toMatchObject({
      message: expect.stringMatching(/no credit left/),
    });
  });
});
