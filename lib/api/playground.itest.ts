import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { createConnection } from "@/lib/evaluation/models/commands/save-connection";
import { runLimits } from "@/lib/evaluation/playground/limits";
import type { RunEvent } from "@/lib/evaluation/playground/run";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { chatContent } from "@/lib/testing/api";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { playgroundFor } from "./playground";

// Before any of our code reads its settings.
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

const prompt = "support/reply";
const offline = { provider: "offline", name: "understudy-offline" };
const greet = { ...chatContent("Greet {{ who }} in a sentence."), type: "chat" as const, model: offline };

let workspace: TestWorkspace;
let editor: UserActor;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  editor = await createTestMember(workspace.workspaceId, "editor");
  await createPrompt(workspace.owner, { name: prompt, content: greet as never });
});

type More = { actor?: UserActor | null; headers?: Record<string, string>; signal?: AbortSignal };

function ask(body: unknown, { actor = editor, headers, signal }: More = {}) {
  const request = new Request(`http://localhost/api/playground/${workspace.slug}`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin", ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  return playgroundFor(async () => actor)(request, workspace.slug);
}

async function eventsOf(response: Response): Promise<RunEvent[]> {
  const text = await response.text();
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEvent);
}

const fine = { prompt, version: 1, variables: { who: "Lena" } };

describe("a run", () => {
  it("streams the request, then the answer, then its usage", async () => {
    const response = await ask(fine);
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    const events = await eventsOf(response);
    expect(events[0]).toEqual({
      type: "request",
      request: { ...offline, messages: [{ role: "system", content: "Greet Lena in a sentence." }] },
    });
    expect(events.some(({ type }) => type === "text")).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: "finished", latencyMs: expect.any(Number), costUsd: 0 });
  });

  it("accepts unsaved content, the chat history and another model", async () => {
    const content = {
      ...chatContent("Be kind to {{ who }}."),
      messages: [{ role: "system", content: "Be kind to {{ who }}." }, { placeholder: "history" }],
      model: { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0.2 } },
    };
    const history = [{ role: "user", content: "Hi {{ who }}" }];
    const [first] = await eventsOf(
      await ask({ prompt, content, model: offline, variables: { who: "Ida" }, placeholders: { history } }),
    );
    expect(first).toMatchObject({
      request: {
        ...offline,
        parameters: { temperature: 0.2 },
        messages: [
          { role: "system", content: "Be kind to Ida." },
          { role: "user", content: "Hi {{ who }}" },
        ],
      },
    });
  });

  it("reports errors before anything is sent", async () => {
    const bad = async (body: unknown) => {
      const response = await ask(body);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      const { status, code } = await response.json();
      return [status, code];
    };
    expect(await bad({ prompt, version: 1 })).toEqual([422, "missing_variables"]);
    expect(await bad({ ...fine, variables: { who: 7 } })).toEqual([422, "invalid_variable_type"]);
    expect(await bad({ ...fine, version: 9 })).toEqual([404, "not_found"]);
    expect(await bad({ ...fine, prompt: "no/such" })).toEqual([404, "not_found"]);
    expect(await bad({ ...fine, content: greet })).toEqual([422, "invalid_request"]);
    expect(await bad({ prompt })).toEqual([422, "invalid_request"]);
    expect(await bad({ prompt, content: chatContent("{% if") })).toEqual([422, "template_syntax"]);
    expect(await bad({ prompt, content: chatContent("no model") })).toEqual([422, "invalid_request"]);
    expect(await bad({ ...fine, placeholders: { history: [{ role: "system", content: "x" }] } })).toEqual([
      422,
      "invalid_request",
    ]);
  });

  it("is refused for viewers, other sites, people without a session, and members of other workspaces", async () => {
    const codeOf = async (more: More) => (await (await ask(fine, more)).json()).code;
    expect(await codeOf({ actor: await createTestMember(workspace.workspaceId, "viewer") })).toBe("forbidden");
    expect(await codeOf({ actor: null })).toBe("unauthenticated");
    expect(await codeOf({ headers: { "sec-fetch-site": "cross-site" } })).toBe("cross_site_request");
    expect(await codeOf({ headers: { "content-type": "text/plain" } })).toBe("unsupported_media_type");
    expect(await codeOf({ actor: (await createTestWorkspace()).owner })).toBe("not_found");
  });

  it("is limited to a few at the same time: the next is refused until one ends", async () => {
    const actor = await createTestMember(workspace.workspaceId, "editor");
    const open = [];
    for (let count = 0; count < runLimits.atOnce; count++) open.push(await ask(fine, { actor }));
    const refused = await ask(fine, { actor });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await open[0]?.body?.cancel();
    const next = await ask(fine, { actor });
    expect(next.status).toBe(200);
    for (const response of [...open.slice(1), next]) await response.text();
    expect((await eventsOf(await ask(fine, { actor }))).at(-1)).toMatchObject({ type: "finished" });
  });

  it("ends as cancelled if the request is aborted", async () => {
    const stop = new AbortController();
    const response = await ask(fine, { signal: stop.signal });
    stop.abort();
    const events = await eventsOf(response);
    expect(events.at(-1)).toMatchObject({ type: "failed", code: "cancelled" });
  });
});

describe("a run on a provider", () => {
  let fake: FakeProvider;
  const model = { provider: "our-gateway", name: "fake-large" };
  const onFake = { ...fine, model };

  beforeAll(async () => {
    fake = await startFakeProvider();
    fake.key = "sk-right-key-0123456789";
    await createConnection(workspace.owner, {
      provider: "openai-compatible",
      name: model.provider,
      baseUrl: fake.baseUrl("openai"),
      apiKey: fake.key,
    });
  });
  afterAll(() => fake.stop());
  beforeEach(async () => {
    fake.fault = null;
    fake.chunkDelayMs = 0;
    editor = await createTestMember(workspace.workspaceId, "editor"); // a new editor has not used up the limit of runs
  });
  const last = async (response: Response) => (await eventsOf(response)).at(-1);

  it("sends the rendered messages and streams the answer", async () => {
    fake.reply = { text: "Hello Lena, all is well.", inputTokens: 11, outputTokens: 6 };
    const events = await eventsOf(await ask(onFake));
    const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
    expect(text).toBe("Hello Lena, all is well.");
    expect(events.at(-1)).toMatchObject({ type: "finished", inputTokens: 11, outputTokens: 6 });
    expect(fake.requests.at(-1)?.body).toMatchObject({
      model: "fake-large",
      messages: [{ role: "system", content: "Greet Lena in a sentence." }],
    });
    expect(JSON.stringify(events)).not.toContain("sk-right-key");
  });

  it("reports the provider's error readably, never with the key", async () => {
    for (const [status, expected] of [
      [401, { code: "provider_error", status: 401 }],
      [429, { code: "rate_limited", status: 429, retryAfterSeconds: 7 }],
      [500, { code: "provider_unavailable" }],
    ] as const) {
      fake.fault = { kind: "status", status, headers: { "retry-after": "7" } };
      const event = await last(await ask(onFake));
      expect(event, `${status}`).toMatchObject({ type: "failed", ...expected });
      expect(JSON.stringify(event)).not.toContain("sk-right-key");
    }
  });

  it("keeps the received text if the stream breaks", async () => {
    fake.fault = { kind: "cut" };
    fake.reply = { text: "I am sorry that your parcel is late, it should reach you soon." };
    const events = await eventsOf(await ask(onFake));
    expect(events.some(({ type }) => type === "text")).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: "failed", code: expect.stringMatching(/provider_/) });
  });

  it("ends the provider's call if the reader disconnects, and frees its slot", async () => {
    fake.fault = { kind: "stall" };
    const stop = new AbortController();
    const response = await ask(onFake, { signal: stop.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    stop.abort();
    await reader?.cancel();
    fake.fault = null;
    for (let count = 0; count <= runLimits.atOnce; count++)
      expect(await last(await ask(onFake))).toMatchObject({ type: "finished" });
  });

  it("reports an unconnected provider, also if another workspace connected it", async () => {
    expect(await last(await ask({ ...fine, model: { provider: "nowhere", name: "x" } }))).toMatchObject({
      type: "failed",
      code: "not_connected",
    });
    const other = await createTestWorkspace();
    await createPrompt(other.owner, { name: prompt, content: greet as never });
    const before = fake.requests.length;
    expect(await last(await ask(onFake, { actor: other.owner }))).toMatchObject({ code: "not_connected" });
    expect(fake.requests.length).toBe(before);
  });
});
