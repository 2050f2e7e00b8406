import { LangfuseClient } from "@langfuse/client";
import { setLangfuseTracerProvider, startObservation } from "@langfuse/tracing";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { Langfuse } from "langfuse";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as nextMount from "@/app/api/public/[[...path]]/route";
import { closeDatabase, prisma } from "@/lib/core/db";
import { rollBackPrompt } from "@/lib/registry/commands/releases";
import { chatContent, createClient, inPath, mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let mount: Awaited<ReturnType<typeof mountAheadOfNext>>;
let workspace: TestWorkspace;
let key: string;
let paths: string[];

/** The SDK's fetch, which records its requests. */
const counted: typeof fetch = (input, init) => {
  paths.push(new URL(input instanceof Request ? input.url : String(input)).pathname);
  return fetch(input, init);
};

const version3 = (secretKey = key) => {
  const client = new Langfuse({ baseUrl: mount.url, publicKey: workspace.slug, secretKey, flushAt: 100 });
  client.fetch = counted as typeof client.fetch;
  return client;
};
const version5 = (secretKey = key) => new LangfuseClient({ baseUrl: mount.url, publicKey: workspace.slug, secretKey });
const basic = (secret: string) => `Basic ${Buffer.from(`${workspace.slug}:${secret}`).toString("base64")}`;

const interactionsOf = (id: string) => prisma().$queryRaw<Record<string, unknown>[]>`
  select * from interactions where workspace_id = ${workspace.workspaceId}::uuid and interaction_id = ${id}`;

const create = async (name: string, content: unknown) => {
  const manage = createClient(mount.send, workspace.manageKey);
  await manage.post("/prompts", { name, content });
  await manage.post(`/prompts/${inPath(name)}/promote`, { version: 1, environment: "production" });
  return manage;
};

beforeAll(async () => {
  mount = await mountAheadOfNext();
  workspace = await createTestWorkspace();
  key = workspace.runtimeKeys.production;
  await create("support/reply", {
    type: "chat",
    messages: [
      { role: "system", content: "Answer {{ topic }} kindly, {{ user.name }}." },
      { placeholder: "history" },
      { role: "user", content: "Hello" },
    ],
    variables: [{ name: "topic" }, { name: "user", type: "object" }],
    model: { provider: "openai", name: "gpt-x", parameters: { temperature: 0.2 } },
  });
});
afterAll(async () => {
  await mount.stop();
  await closeDatabase();
});
beforeEach(() => {
  paths = [];
});

describe("langfuse 3 with Understudy, by base URL and keys only", () => {
  test("fetches, compiles and caches a chat prompt", async () => {
    const client = version3();
    const prompt = await client.getPrompt("support/reply", undefined, { type: "chat" });
    expect(prompt.version).toBe(1);
    expect(prompt.labels).toEqual(["production"]);
    expect(prompt.config).toEqual({ model: "gpt-x", provider: "openai", temperature: 0.2 });
    const history = [{ role: "assistant", content: "Earlier" }];
    expect(prompt.compile({ topic: "tents", user: { name: "Ada" } } as never, { history })).toEqual([
      { role: "system", content: "Answer tents kindly, Ada." },
      { role: "assistant", content: "Earlier" },
      { role: "user", content: "Hello" },
    ]);
    await client.getPrompt("support/reply", undefined, { type: "chat" });
    expect(paths).toEqual(["/api/public/v2/prompts/support%2Freply"]);
  });

  test("serves a rollback, a version and another label", async () => {
    const client = version3(workspace.manageKey);
    const fresh = { cacheTtlSeconds: 0 };
    const name = await createLivePrompt(workspace.owner, "drop/rolled");
    const manage = createClient(mount.send, workspace.manageKey);
    await manage.post(`/prompts/${inPath(name)}/promote`, { version: 2, environment: "production" });
    await manage.post(`/prompts/${inPath(name)}/promote`, { version: 2, environment: "staging" });
    const served = async (version?: number, label?: string) =>
      (await client.getPrompt(name, version, { ...fresh, type: "chat", label })).prompt;
    const text = (number: number) => [{ type: "chatmessage", role: "system", content: `text ${number}` }];
    expect(await served()).toEqual(text(2));
    await rollBackPrompt(workspace.owner, { name, environment: "production", reason: "test" });
    expect(await served()).toEqual(text(1));
    expect(await served(undefined, "staging")).toEqual(text(2));
    expect(await served(2)).toEqual(text(2));
  });

  test("a generation with its prompt becomes one interaction of that version", async () => {
    const client = version3();
    const prompt = await client.getPrompt("support/reply", undefined, { type: "chat" });
    const trace = client.trace({ name: "chat", userId: "u_7", sessionId: "s_1" });
    const startTime = new Date(Date.now() - 1_500);
    const generation = trace.generation({ name: "answer", model: "gpt-x-1", prompt, input: "Hi", startTime });
    generation.end({ output: "Hello", usage: { input: 12, output: 3 } });
    trace.score({ name: "helpful", value: 1 });
    const failed = vi.fn();
    client.on("warning", failed);
    await client.flushAsync();
    expect(failed).not.toHaveBeenCalled();
    const [row, ...more] = await interactionsOf(generation.id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      version: 1,
      user_id: "u_7",
      session_id: "s_1",
      model: "gpt-x-1",
      input_tokens: 12,
      output_tokens: 3,
      trace_id: trace.id,
    });
    expect(row?.latency_ms).toBeGreaterThanOrEqual(1_500);
  });

  test("reports errors in a form the SDK shows", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    await expect(version3().getPrompt("support/none")).rejects.toThrow(/released here of the prompt "support\/none"/);
    await expect(version3("us_x").getPrompt("support/reply")).rejects.toThrow(/not an Understudy API key/);
    await create("drop/liquid", { ...chatContent("Hi {{ name | upcase }}"), variables: [{ name: "name" }] });
    await expect(version3().getPrompt("drop/liquid")).rejects.toThrow(/cannot fill \{\{ name \| upcase \}\}/);
    vi.restoreAllMocks();
  });
});

describe("@langfuse/client 5", () => {
  test("fetches and compiles; a text prompt is a text", async () => {
    await create("drop/text", {
      type: "text",
      messages: [{ role: "user", content: "Sum up {{ text }}. {% raw %}{ok}{% endraw %}" }],
    });
    const prompt = await version5().prompt.get("drop/text");
    expect(prompt.type).toBe("text");
    expect(prompt.compile({ text: "this" })).toBe("Sum up this. {ok}");
  });

  test("a name in Langfuse finds the imported prompt", async () => {
    await create("my-folder/first-prompt", chatContent("Imported."));
    const { name } = await version5().prompt.get("My Folder/First Prompt", { type: "chat" });
    expect(name).toBe("my-folder/first-prompt");
  });

  test("gives a user the same variant as resolve, and errors in Langfuse's format", async () => {
    const name = await createLivePrompt(workspace.owner, "drop/experiment");
    await startTestExperiment(workspace.owner, name);
    const resolve = createClient(mount.send, key);
    const { api } = version5();
    const versions = new Set<number>();
    for (let user = 0; user < 20; user++) {
      const queryParams = { userId: `u_${user}` };
      const { version } = await api.prompts.get(name, {}, { queryParams });
      const { body } = await resolve.get(`/prompts/resolve?name=${inPath(name)}&userId=u_${user}`);
      expect(version).toBe(body.version);
      versions.add(version);
    }
    expect(versions).toEqual(new Set([1, 2]));
    await expect(api.prompts.get("no/prompt", {})).rejects.toMatchObject({ statusCode: 404 });
    const other = version5(`${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`);
    await expect(other.api.prompts.get(name, {})).rejects.toMatchObject({ statusCode: 401 });
  });
});

test("@langfuse/tracing 5: an observation with its prompt becomes an interaction of that version", async () => {
  const url = `${mount.url}/api/public/otel/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { Authorization: basic(key) } });
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  setLangfuseTracerProvider(provider);
  const prompt = await version5().prompt.get("support/reply", { type: "chat" });
  const observation = startObservation(
    "answer",
    { model: "gpt-x-1", prompt, input: "Hi", output: "Hello", usageDetails: { input: 12, output: 3 } },
    { asType: "generation" },
  );
  observation.end();
  await provider.forceFlush();
  setLangfuseTracerProvider(null);
  const [row] = await interactionsOf(`${observation.traceId}:${observation.id}`);
  expect(row).toMatchObject({ version: 1, name: "answer", model: "gpt-x-1", input_tokens: 12, output_tokens: 3 });
});

describe("the endpoints", () => {
  test("answer the same inside Next", async () => {
    const url = "http://localhost/api/public/v2/prompts/support%2Freply?label=production";
    const inside = await nextMount.GET(new Request(url, { headers: { authorization: basic(key) } }));
    expect(inside.status).toBe(200);
    expect(await inside.json()).toMatchObject({ name: "support/reply", version: 1, type: "chat" });
  });

  test("refuse with a code, per item in a batch", async () => {
    const send = (path: string, body?: unknown, authorization = basic(key)) =>
      mount.send(path, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const generation = { id: "g1", promptName: "no/prompt", promptVersion: 1, startTime: new Date().toISOString() };
    const batch = [
      { id: "i1", type: "trace-create", timestamp: new Date().toISOString(), body: { id: "t" } },
      { id: "i2", type: "generation-create", timestamp: new Date().toISOString(), body: generation },
    ];
    const answer = await send("/api/public/ingestion", { batch });
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject({
      successes: [{ id: "i1", status: 200 }],
      errors: [{ id: "i2", status: 404, error: "unknown_reference" }],
    });
    expect((await send("/api/public/ingestion", { batch: 1 })).status).toBe(422);
    expect((await send("/api/public/datasets")).status).toBe(404);
    const wrong = await send("/api/public/v2/prompts/x", {});
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
    const nobody = await send("/api/public/v2/prompts/x", undefined, "Basic !!");
    expect(nobody.status).toBe(401);
    expect(await nobody.json()).toMatchObject({ code: "invalid_api_key", message: expect.any(String) });
    const foreign = await send("/api/public/v2/prompts/support%2Freply?label=staging");
    expect(foreign.status).toBe(403);
  });
});
