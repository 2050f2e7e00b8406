import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { generateText, streamText, wrapLanguageModel } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome, Prompt, PromptReference } from "../src/api";
import { ResolvedPrompt } from "../src/prompt";
import { ServedVersion } from "../src/served";
import { aiSdkMiddleware, langChainHandler, withPrompt, wrapAnthropic, wrapGoogle, wrapOpenAI } from "../src/wrap";
import { startModelServer } from "./model-server";

let models: Awaited<ReturnType<typeof startModelServer>>;
const recorded: { reference: PromptReference; outcome: Outcome }[] = [];
const understudy = {
  record(prompt: Prompt | PromptReference, outcome: Outcome) {
    recorded.push({ reference: "reference" in prompt ? prompt.reference : prompt, outcome });
  },
};
const prices = {
  "gpt-4o": { input: 2.5, output: 10 },
  "gpt-4o-mini": { input: 0.15, output: 0.6 },
  claude: { input: 3, output: 15 },
};
let made = 0;
const promptOf = () =>
  new ResolvedPrompt(
    new ServedVersion("support/reply", "production", {
      versionId: "v",
      version: 3,
      contentHash: "h",
      content: { type: "chat", messages: [{ role: "user", content: "Where is my tent?" }] },
    }),
    {
      assignment: { reason: "release", experimentId: null, variant: null },
      source: "memory",
      stale: false,
      userId: "u_1",
      newId: () => `id-${made++}`,
    },
    {},
  );
const user = (prompt: Prompt) => prompt.messages as { role: "user"; content: string }[];
const reported = async () => {
  await vi.waitFor(() => expect(recorded).toHaveLength(1));
  return recorded[0] as (typeof recorded)[number];
};

beforeAll(async () => {
  models = await startModelServer();
});
afterAll(() => models.stop());
beforeEach(() => {
  recorded.length = 0;
  for (const path of Object.keys(models.answers)) delete models.answers[path];
});

const completion = (more: object = {}) => ({
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "gpt-4o-mini-2024",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way.", ...more } }],
  usage: { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 },
});
const chunk = (delta: object, more: object = {}) => ({
  id: "c1",
  object: "chat.completion.chunk",
  created: 1,
  model: "gpt-4o-mini-2024",
  choices: [{ index: 0, delta, finish_reason: null }],
  ...more,
});

describe("OpenAI", () => {
  const openai = () =>
    wrapOpenAI(new OpenAI({ apiKey: "k", baseURL: `${models.url}/v1`, maxRetries: 0 }), understudy, { prices });

  test("a completion reports tokens, latency and the cost of the closest price, joined to its resolve", async () => {
    models.answers["/v1/chat/completions"] = { json: completion() };
    const prompt = promptOf();
    const answer = await openai().chat.completions.create({ model: "gpt-4o-mini", messages: user(prompt) });
    expect(answer.choices[0]?.message.content).toBe("On its way.");
    const { reference, outcome } = await reported();
    expect(reference).toEqual(prompt.reference);
    expect(outcome).toMatchObject({ inputTokens: 1_000, outputTokens: 500, refused: false, ttftMs: undefined });
    expect(outcome.costUsd).toBeCloseTo((1_000 * 0.15 + 500 * 0.6) / 1e6, 12);
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(0);
    expect(outcome).not.toHaveProperty("input");
  });

  test("extended or copied lists of messages still refer to their prompt", async () => {
    models.answers["/v1/chat/completions"] = { json: completion({ refusal: "I cannot.", content: null }) };
    const messages = [...user(promptOf()), { role: "user" as const, content: "And my stove?" }];
    await openai().chat.completions.create({ model: "gpt-4o", messages });
    expect((await reported()).outcome).toMatchObject({ refused: true });
  });

  test("a stream is not changed, and reports its first token and its usage", async () => {
    models.answers["/v1/chat/completions"] = {
      pauseMs: 40,
      events: [
        chunk({ role: "assistant", content: "" }),
        chunk({ content: "On its " }),
        chunk({ content: "way." }),
        { ...chunk({}), choices: [], usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } },
      ],
    };
    const stream = await openai().chat.completions.create({
      model: "gpt-4o",
      messages: user(promptOf()),
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(stream.controller).toBeInstanceOf(AbortController);
    let text = "";
    for await (const piece of stream) text += piece.choices[0]?.delta?.content ?? "";
    expect(text).toBe("On its way.");
    const { outcome } = await reported();
    expect(outcome).toMatchObject({ inputTokens: 9, outputTokens: 4, refused: false });
    expect(outcome.ttftMs).toBeGreaterThanOrEqual(30);
    expect(outcome.latencyMs ?? 0).toBeGreaterThan(outcome.ttftMs ?? Number.POSITIVE_INFINITY);
  });

  test("an aborted stream is reported as not completed", async () => {
    models.answers["/v1/chat/completions"] = { events: [chunk({ content: "a" }), chunk({ content: "b" })] };
    const stream = await openai().chat.completions.create({
      model: "gpt-4o",
      messages: user(promptOf()),
      stream: true,
    });
    for await (const _ of stream) break;
    expect((await reported()).outcome.completed).toBe(false);
  });

  test("the stream() helper and parse() are recorded, too", async () => {
    models.answers["/v1/chat/completions"] = {
      events: [
        chunk({ role: "assistant", content: "Hi" }),
        { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
      ],
    };
    const final = await openai()
      .chat.completions.stream({ model: "gpt-4o", messages: user(promptOf()) })
      .finalContent();
    expect(final).toBe("Hi");
    expect((await reported()).outcome).toMatchObject({ refused: false });
    recorded.length = 0;
    models.answers["/v1/chat/completions"] = { json: completion() };
    await openai().chat.completions.parse({ model: "gpt-4o", messages: user(promptOf()) });
    expect((await reported()).outcome.inputTokens).toBe(1_000);
  });

  test("an error is thrown and reported; the raw response is available; other calls are unchanged", async () => {
    models.answers["/v1/chat/completions"] = { status: 500, json: { error: { message: "No." } } };
    await expect(openai().chat.completions.create({ model: "gpt-4o", messages: user(promptOf()) })).rejects.toThrow(
      "No.",
    );
    expect((await reported()).outcome).toMatchObject({ completed: false });
    models.answers["/v1/chat/completions"] = { json: completion() };
    const response = await openai()
      .chat.completions.create({ model: "gpt-4o", messages: user(promptOf()) })
      .asResponse();
    expect(((await response.json()) as { model: string }).model).toBe("gpt-4o-mini-2024");
    await openai().chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "no prompt of ours" }],
    });
    expect(recorded).toHaveLength(1);
  });

  test("responses, complete and as a stream", async () => {
    const whole = {
      id: "r",
      object: "response",
      model: "gpt-4o",
      output: [{ type: "message", content: [{ type: "refusal", refusal: "No." }] }],
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    };
    models.answers["/v1/responses"] = { json: whole };
    await openai().responses.create({ model: "gpt-4o", input: user(promptOf()) });
    expect((await reported()).outcome).toMatchObject({ inputTokens: 3, outputTokens: 2, refused: true });
    recorded.length = 0;
    models.answers["/v1/responses"] = {
      events: [
        { type: "response.output_text.delta", delta: "Hi" },
        { type: "response.completed", response: { ...whole, output: [] } },
      ],
    };
    for await (const _ of await openai().responses.create({ model: "gpt-4o", input: user(promptOf()), stream: true }));
    expect((await reported()).outcome).toMatchObject({ inputTokens: 3, refused: false, ttftMs: expect.any(Number) });
  });
});

describe("Anthropic", () => {
  const anthropic = () =>
    wrapAnthropic(new Anthropic({ apiKey: "k", baseURL: models.url, maxRetries: 0 }), understudy, {
      prices,
      content: true,
    });
  const message = {
    id: "m",
    type: "message",
    role: "assistant",
    model: "claude-sonnet",
    content: [{ type: "text", text: "Hi" }],
    stop_reason: "end_turn",
    usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 90 },
  };
  const events = [
    {
      type: "message_start",
      message: { ...message, content: [], usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 90 } },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "refusal", stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ];

  test("a message reports its input, output and cached tokens", async () => {
    models.answers["/v1/messages"] = { json: message };
    const prompt = promptOf();
    await anthropic().messages.create({ model: "claude-sonnet", max_tokens: 9, messages: user(prompt) });
    const { reference, outcome } = await reported();
    expect(reference.interactionId).toBe(prompt.interactionId);
    expect(outcome).toMatchObject({ inputTokens: 100, outputTokens: 5, refused: false, output: "Hi" });
    expect(outcome.input).toMatchObject({ model: "claude-sonnet" });
    expect(outcome.costUsd).toBeCloseTo((100 * 3 + 5 * 15) / 1e6, 12);
  });

  test("a stream and the stream() helper report usage, first token and refusal", async () => {
    models.answers["/v1/messages"] = { events };
    const request = { model: "claude-sonnet", max_tokens: 9 };
    for await (const _ of await anthropic().messages.create({ ...request, messages: user(promptOf()), stream: true }));
    const expected = { inputTokens: 100, outputTokens: 5, refused: true, output: "Hi", ttftMs: expect.any(Number) };
    expect((await reported()).outcome).toMatchObject(expected);
    recorded.length = 0;
    const final = await anthropic()
      .messages.stream({ ...request, messages: user(promptOf()) })
      .finalMessage();
    expect(final.content).toMatchObject([{ text: "Hi" }]);
    expect((await reported()).outcome).toMatchObject(expected);
  });

  test("a request with only a text of the prompt is marked explicitly; the mark is not sent", async () => {
    models.answers["/v1/messages"] = { json: message };
    const request = withPrompt(promptOf(), {
      model: "claude-sonnet",
      max_tokens: 9,
      system: "Be brief.",
      messages: [{ role: "user" as const, content: "Hi" }],
    });
    await anthropic().messages.create(request);
    expect((await reported()).reference.prompt).toBe("support/reply");
    expect(Object.keys(models.bodies.at(-1) ?? {}).sort()).toEqual(["max_tokens", "messages", "model", "system"]);
  });
});

describe("Google", () => {
  const answer = {
    modelVersion: "gemini-2",
    candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 8, candidatesTokenCount: 2, thoughtsTokenCount: 3 },
  };
  const google = () => wrapGoogle(new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: models.url } }), understudy);
  const path = "/v1beta/models/gemini-2:";

  test("content, complete and as a stream, with a block as a refusal", async () => {
    models.answers[`${path}generateContent`] = { json: answer };
    const request = () => withPrompt(promptOf(), { model: "gemini-2", contents: "Hi" });
    expect((await google().models.generateContent(request())).text).toBe("Hi");
    expect((await reported()).outcome).toMatchObject({ inputTokens: 8, outputTokens: 5, refused: false });
    recorded.length = 0;
    models.answers[`${path}streamGenerateContent`] = { events: [answer, { candidates: [{ finishReason: "SAFETY" }] }] };
    for await (const _ of await google().models.generateContentStream(request()));
    expect((await reported()).outcome).toMatchObject({ inputTokens: 8, refused: true, ttftMs: expect.any(Number) });
  });
});

describe("the AI SDK", () => {
  const model = () =>
    wrapLanguageModel({
      model: createOpenAI({ apiKey: "k", baseURL: `${models.url}/v1` }).chat("gpt-4o"),
      middleware: aiSdkMiddleware(understudy, { prices }),
    });

  test("generates and streams with its middleware, by the reference in providerOptions", async () => {
    models.answers["/v1/chat/completions"] = { json: completion() };
    const prompt = promptOf();
    const providerOptions = { understudy: prompt.reference };
    const { text } = await generateText({ model: model(), prompt: "Hi", providerOptions });
    expect(text).toBe("On its way.");
    const { reference, outcome } = await reported();
    expect(reference).toEqual(prompt.reference);
    expect(outcome).toMatchObject({ inputTokens: 1_000, outputTokens: 500 });
    recorded.length = 0;
    models.answers["/v1/chat/completions"] = {
      events: [
        chunk({ role: "assistant", content: "Hi" }),
        { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        { ...chunk({}), choices: [], usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } },
      ],
    };
    const stream = streamText({ model: model(), prompt: "Hi", providerOptions });
    expect(await stream.text).toBe("Hi");
    expect((await reported()).outcome).toMatchObject({ inputTokens: 9, outputTokens: 4, ttftMs: expect.any(Number) });
    recorded.length = 0;
    await generateText({ model: model(), prompt: "Hi" }).catch(() => {});
    expect(recorded).toHaveLength(0);
  });
});

describe("LangChain", () => {
  test("a model reports through the handler, by the reference in its metadata", async () => {
    const model = new FakeListChatModel({ responses: ["Hi there"] });
    const prompt = promptOf();
    const handler = langChainHandler(understudy, { content: true });
    await model.invoke("Hello", { callbacks: [handler], metadata: { understudy: prompt.reference } });
    const { reference, outcome } = await reported();
    expect(reference).toEqual(prompt.reference);
    expect(outcome).toMatchObject({ output: "Hi there", refused: false, latencyMs: expect.any(Number) });
    recorded.length = 0;
    for await (const _ of await model.stream("Hello", {
      callbacks: [handler],
      metadata: { understudy: prompt.reference },
    }));
    expect((await reported()).outcome.ttftMs).toEqual(expect.any(Number));
    recorded.length = 0;
    await model.invoke("Hello", { callbacks: [handler] });
    expect(recorded).toHaveLength(0);
  });
});
