import { gzipSync } from "node:zlib";
import { SemanticConventions } from "@arizeai/openinference-semantic-conventions";
import { context, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { generateText, jsonSchema, stepCountIs, tool } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore, countInBoth, countInStore, storedSpans } from "@/lib/testing/event-store";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { fieldsOf, textField } from "./otlp/protobuf";

let workspace: TestWorkspace;
let mount: Awaited<ReturnType<typeof mountAheadOfNext>>;
let manage: Client;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  workspace = await createTestWorkspace();
  mount = await mountAheadOfNext();
  const { send } = mount;
  mount.send = async (path, init) => {
    if (path.includes("/interactions")) await copyToStore(); // lists interactions stored only in ClickHouse
    return send(path, init);
  };
  manage = createClient(mount.send, workspace.manageKey);
  await manage.post("/prompts", { name: "traced/answer", content: chatContent("x") });
});
afterAll(() => mount.stop());

type Exporter = new (config: object) => SpanExporter;
type StoredSpan = {
  name: string;
  kind: number | null;
  model: string | null;
  parentId: string | null;
  traceId: string;
  error: string | null;
};

/** Runs work with a tracer that exports spans to the server. Returns the stored spans. */
async function traced(
  Exporter: Exporter,
  work: (tracer: Tracer) => Promise<void> | void,
  { compression = "none", resource = {} }: { compression?: string; resource?: Record<string, string> } = {},
) {
  const results: number[] = [];
  const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}` };
  const exporter = new Exporter({ url: `${mount.url}/api/v1/otlp/v1/traces`, headers, compression });
  const send = exporter.export.bind(exporter);
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      results.push(result.code);
      done(result);
    });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", ...resource }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  await work(provider.getTracer("test"));
  await provider.forceFlush();
  await provider.shutdown();
  return results;
}

const stored = (name: string) =>
  prisma().$queryRawUnsafe<(StoredSpan & Record<string, unknown>)[]>(
    `select name, kind::int as kind, model, parent_id as "parentId", trace_id as "traceId", error, service,
      input_tokens as "inputTokens", output_tokens as "outputTokens", session_id as "sessionId", user_id as "userId",
      interaction_id as "interactionId", attributes, input, output
    from ${storedSpans} s where workspace_id = $1::uuid
      and trace_id = (select trace_id from ${storedSpans} s where workspace_id = $1::uuid and name = $2 limit 1)
    order by at, name`,
    workspace.workspaceId,
    name,
  );

describe.each([
  ["JSON", JsonExporter as Exporter, "none"],
  ["JSON in gzip", JsonExporter as Exporter, "gzip"],
  ["protobuf", ProtobufExporter as Exporter, "none"],
  ["protobuf in gzip", ProtobufExporter as Exporter, "gzip"],
] as const)("the exporter for %s", (how, Exporter, compression) => {
  it("sends a model call that becomes a span and an interaction", async () => {
    const name = `chat ${how}`;
    const results = await traced(
      Exporter,
      (tracer) => {
        const span = tracer.startSpan(name, {
          attributes: {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-4.1-mini",
            "gen_ai.usage.input_tokens": 412,
            "gen_ai.usage.output_tokens": 31,
            "gen_ai.conversation.id": "s_7",
            "user.id": "u_9",
            "gen_ai.prompt.name": "traced/answer",
            "understudy.prompt.version": 1,
            "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "Hello" }] }]),
            "gen_ai.output.messages": JSON.stringify([
              { role: "assistant", parts: [{ type: "text", content: "Hi ü" }] },
            ]),
            tier: "gold",
          },
        });
        span.end();
      },
      { compression },
    );
    expect(results).toEqual([0]);
    const [span] = await stored(name);
    expect(span).toMatchObject({
      kind: null,
      model: "gpt-4.1-mini",
      inputTokens: 412,
      outputTokens: 31,
      sessionId: "s_7",
      userId: "u_9",
      service: "shop",
      attributes: { tier: "gold" },
      output: [{ role: "assistant", parts: [{ content: "Hi ü" }] }],
    });
    const { items } = (await manage.get(`/interactions?traceId=${span?.traceId}`)).body;
    expect(items).toMatchObject([
      { prompt: "traced/answer", version: 1, model: "gpt-4.1-mini", sessionId: "s_7", name },
    ]);
  });
});

it("stores a tree of steps with their kinds and errors, and other spans", async () => {
  await traced(ProtobufExporter as Exporter, async (tracer) => {
    const root = tracer.startSpan("agent run", {
      attributes: { [SemanticConventions.OPENINFERENCE_SPAN_KIND]: "AGENT" },
    });
    const inside = trace.setSpan(context.active(), root);
    const found = tracer.startSpan(
      "help centre",
      {
        attributes: {
          [SemanticConventions.OPENINFERENCE_SPAN_KIND]: "RETRIEVER",
          [SemanticConventions.INPUT_VALUE]: "address",
          "retrieval.documents.0.document.content": "Changing an address",
          "retrieval.documents.0.document.score": 0.83,
        },
      },
      inside,
    );
    found.end();
    const called = tracer.startSpan(
      "llm",
      {
        attributes: {
          [SemanticConventions.OPENINFERENCE_SPAN_KIND]: "LLM",
          [SemanticConventions.LLM_MODEL_NAME]: "claude-sonnet-4-5",
          [SemanticConventions.LLM_TOKEN_COUNT_PROMPT]: 20,
          "llm.input_messages.0.message.role": "user",
          "llm.input_messages.0.message.content": "Send it on",
          "llm.output_messages.0.message.role": "assistant",
          "llm.output_messages.0.message.content": "Too late",
        },
      },
      inside,
    );
    called.end();
    const failed = tracer.startSpan(
      "execute_tool change",
      { attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "change_address" } },
      inside,
    );
    failed.recordException(new Error("409 already with the carrier"));
    failed.setStatus({ code: SpanStatusCode.ERROR });
    failed.end();
    tracer.startSpan("GET /orders", { attributes: { "http.request.method": "GET" } }, inside).end();
    root.end();
  });
  const spans = await stored("agent run");
  const by = new Map(spans.map((span) => [span.name, span]));
  expect(by.get("agent run")).toMatchObject({ kind: 3, parentId: null });
  expect(by.get("help centre")).toMatchObject({
    kind: 2,
    input: "address",
    output: [{ content: "Changing an address", score: 0.83 }],
  });
  expect(by.get("llm")).toMatchObject({
    kind: null,
    model: "claude-sonnet-4-5",
    inputTokens: 20,
    input: [{ role: "user", content: "Send it on" }],
    output: [{ role: "assistant", content: "Too late" }],
  });
  expect(by.get("change_address")).toMatchObject({ kind: 1, error: "409 already with the carrier" });
  expect(by.get("GET /orders")).toMatchObject({ kind: 3, attributes: { "http.request.method": "GET" } });
  expect(new Set(spans.filter(({ name }) => name !== "agent run").map(({ parentId }) => parentId)).size).toBe(1);
});

it("accepts the telemetry of the AI SDK: the call, its steps and its tools", async () => {
  const usage = {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 5, text: 5, reasoning: 0 },
  };
  let step = 0;
  const model = new MockLanguageModelV3({
    modelId: "mock-1",
    doGenerate: async () =>
      step++ === 0
        ? {
            content: [{ type: "tool-call", toolCallId: "1", toolName: "find_order", input: '{"order":88214}' }],
            finishReason: { unified: "tool-calls", raw: undefined },
            usage,
            warnings: [],
          }
        : {
            content: [{ type: "text", text: "It left at 11:30." }],
            finishReason: { unified: "stop", raw: undefined },
            usage,
            warnings: [],
          },
  });
  await traced(JsonExporter as Exporter, async (tracer) => {
    await generateText({
      model,
      prompt: "Where is my order?",
      stopWhen: stepCountIs(2),
      tools: {
        find_order: tool({
          inputSchema: jsonSchema<{ order: number }>({ type: "object", properties: { order: { type: "number" } } }),
          execute: async () => ({ state: "with carrier" }),
        }),
      },
      experimental_telemetry: {
        isEnabled: true,
        tracer,
        metadata: { promptName: "traced/answer", promptVersion: 1, sessionId: "s_ai", userId: "u_ai" },
      },
    });
  });
  const spans = await stored("ai.generateText");
  expect(spans.map(({ name, kind }) => [name, kind])).toEqual(
    expect.arrayContaining([
      ["ai.generateText", 3],
      ["ai.generateText.doGenerate", null],
      ["find_order", 1],
    ]),
  );
  const call = spans.find(({ name }) => name === "ai.generateText.doGenerate");
  expect(call).toMatchObject({ model: "mock-1", inputTokens: 10, outputTokens: 5, sessionId: "s_ai", userId: "u_ai" });
  expect(spans.find(({ name }) => name === "find_order")).toMatchObject({
    input: { order: 88214 },
    output: { state: "with carrier" },
  });
  const { items } = (await manage.get("/interactions?sessionId=s_ai")).body;
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({ prompt: "traced/answer", outputExcerpt: "It left at 11:30." });
});

describe("errors", () => {
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = (extra: object = {}) => ({
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    name: "fine",
    kind: 1,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1_000_000n),
    ...extra,
  });
  const send = (...spans: object[]) =>
    createClient(mount.send, workspace.runtimeKeys.production).post("/otlp/v1/traces", {
      resourceSpans: [{ scopeSpans: [{ spans }] }],
    });

  it("are reported per span with a reason, and the rest is stored", async () => {
    const day = 86_400_000_000_000n;
    const { status, body } = await send(
      span(),
      span({ spanId: "0000000000000000", name: "no id" }),
      span({
        spanId: "aaaaaaaaaaaaaaa1",
        startTimeUnixNano: String(now - 40n * day),
        endTimeUnixNano: String(now - 40n * day),
      }),
      span({ spanId: "aaaaaaaaaaaaaaa2", parentSpanId: "aaaaaaaaaaaaaaa3" }),
      span({ spanId: "aaaaaaaaaaaaaaa3", parentSpanId: "aaaaaaaaaaaaaaa2" }),
      span({
        spanId: "aaaaaaaaaaaaaaa4",
        attributes: [{ key: "input.value", value: { stringValue: "x".repeat(300_000) } }],
      }),
      span({ spanId: "aaaaaaaaaaaaaaa5", attributes: [{ key: "input.value", value: { stringValue: "a\0b" } }] }),
      span({ spanId: "aaaaaaaaaaaaaaa6", endTimeUnixNano: String(now - 1_000_000n) }),
    );
    expect(status).toBe(200);
    expect(body.partialSuccess.rejectedSpans).toBe("7");
    for (const words of [
      "all zero",
      "outside of the last 30 days",
      "among its own parents",
      "256 KiB",
      "NUL",
      "ends before",
    ])
      expect(body.partialSuccess.errorMessage).toContain(words);
    expect(await stored("fine")).toHaveLength(1);
    expect((await send(span())).body).toEqual({});
  });

  it("report an unknown prompt, and the span is stored", async () => {
    const attributes = [
      { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
      { key: "gen_ai.prompt.name", value: { stringValue: "not/here" } },
      { key: "gen_ai.prompt.version", value: { intValue: "1" } },
    ];
    const { body } = await send(span({ spanId: "bbbbbbbbbbbbbbb1", attributes }));
    expect(body.partialSuccess).toMatchObject({ rejectedSpans: "0" });
    expect(body.partialSuccess.errorMessage).toContain('There is no prompt "not/here"');
  });

  it.each([
    ["application/json", Buffer.from(`{"events":[]}`), 422, "invalid_request"],
    ["application/json", Buffer.from("{"), 400, "malformed_json"],
    ["text/plain", Buffer.from("{}"), 415, "unsupported_media_type"],
  ])("are answered with a code for unreadable %s", async (type, body, status, code) => {
    const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": type };
    const answer = await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body });
    expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
  });

  it.each([
    [{}, Buffer.from([0x0a, 0xff, 0xff, 0x01]), 400, 3, "malformed_body: The body is not"],
    [{ authorization: "" }, Buffer.alloc(0), 401, 16, "missing_api_key: Send an API key"],
    [{ "content-encoding": "gzip" }, gzipSync(Buffer.alloc(20 * 1024 * 1024)), 413, 3, "payload_too_large: "],
  ])("are a google.rpc.Status for a sender of protobuf (%o)", async (more, body, status, code, message) => {
    const type = "application/x-protobuf";
    const authorization = `Bearer ${workspace.runtimeKeys.production}`;
    const headers = { authorization, "content-type": type, ...more };
    const answer = await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, type]);
    const [first, second] = [...fieldsOf(new Uint8Array(await answer.arrayBuffer()))];
    expect([first?.number, first?.value, second?.number]).toEqual([1, code, 2]);
    expect(second && textField(second.value)).toContain(message);
  });

  it.each([
    ["application/json", Buffer.from("{}")],
    ["application/x-protobuf", Buffer.alloc(0)],
  ])("are none for %s without spans", async (type, body) => {
    const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": type };
    expect((await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body })).status).toBe(200);
  });

  it("include a body that is too large once decompressed", async () => {
    const headers = {
      authorization: `Bearer ${workspace.runtimeKeys.production}`,
      "content-type": "application/json",
      "content-encoding": "gzip",
    };
    const body = gzipSync(Buffer.alloc(20 * 1024 * 1024, 32));
    const answer = await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body });
    expect(answer.status).toBe(413);
  });
});

it.skipIf(!clickHouse())("all spans are in ClickHouse, each once (npm run test:clickhouse)", async () => {
  const days = await countInBoth(workspace.workspaceId);
  expect(days.filter((day) => day.postgres !== day.clickHouse)).toEqual([]);
  expect(await countInStore("spans", workspace.workspaceId)).toBeGreaterThanOrEqual(15);
});
