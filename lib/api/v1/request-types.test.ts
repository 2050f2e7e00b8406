import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { generateText } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import type { Content } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import type { RequestFormat } from "@/lib/template/requests/formats";
import { googleBody } from "@/lib/template/requests/google";
import { toRequest } from "@/lib/template/requests/to-request";
import { aiSdkRequest, langChainRequest } from "./library-request-schema";
import { anthropicRequest, googleRequest, openAiRequest, openAiResponsesRequest } from "./request-schema";

// Compares the types of the document with those of the real packages. Each call below must compile without a cast, and
// the package must send what resolve returned.

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: [{ type: "text", text: "Rules.", cache_control: { type: "ephemeral" } }] },
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image", data: "iVBORw0KGgo=", media_type: "image/png" },
      ],
    },
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: '{"id":"A-1"}' } }],
    },
    { role: "tool", content: '{"state":"sent"}', tool_call_id: "c1" },
    { role: "user", content: "And now?" },
  ],
  model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.2, max_tokens: 100, stop: ["END"] } },
  tools: [{ type: "function", function: { name: "find", description: "Finds.", parameters: { type: "object" } } }],
  responseSchema: { type: "object", properties: { mood: { type: "string" } } },
};

function requestIn<Schema extends z.ZodType>(format: RequestFormat, schema: Schema): z.output<Schema> {
  const { body } = toRequest(compileContent(content).renderEntries(), content, format);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw parsed.error;
  return body as z.output<Schema>;
}

let sent: unknown;
let url: string;
const server = createServer(async (req: IncomingMessage, res) => {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  sent = JSON.parse(Buffer.concat(pieces).toString());
  res.setHeader("content-type", "application/json");
  res.end("{}");
});
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const openai = () => new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0 });

test("openai: chat.completions.create", async () => {
  const request = requestIn("openai", openAiRequest);
  await openai().chat.completions.create(request);
  expect(sent).toEqual(request);
});

test("openai: responses.create", async () => {
  const request = requestIn("openai-responses", openAiResponsesRequest);
  await openai()
    .responses.create(request)
    .catch(() => {}); // the empty response is an error, but the body was sent
  expect(sent).toEqual(request);
});

test("@anthropic-ai/sdk: messages.create", async () => {
  const request = requestIn("anthropic", anthropicRequest);
  await new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0 }).messages.create(request);
  expect(sent).toEqual(request);
});

test("@google/genai: models.generateContent sends the body that our own calls send", async () => {
  const request = requestIn("google", googleRequest);
  const ai = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: url } });
  await ai.models.generateContent(request);
  const { systemInstruction, ...body } = googleBody(request);
  expect(sent).toMatchObject(body);
  expect(JSON.stringify(sent)).toContain(JSON.stringify(systemInstruction).slice(1, -1));
});

test("ai: generateText", async () => {
  const { model: _, ...request } = requestIn("ai-sdk", aiSdkRequest);
  const model = new MockLanguageModelV3({
    doGenerate: {
      content: [{ type: "text", text: "ok" }],
      finishReason: { unified: "stop", raw: "stop" },
      usage: {
        inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 1, text: 1, reasoning: 0 },
      },
      warnings: [],
    },
  });
  const { text } = await generateText({ ...request, model });
  expect(text).toBe("ok");
  const [call] = model.doGenerateCalls;
  expect(call?.prompt.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool", "user"]);
  expect(call).toMatchObject({ temperature: 0.2, maxOutputTokens: 100, stopSequences: ["END"] });
});

test("@langchain/core: invoke", async () => {
  const request = requestIn("langchain", langChainRequest);
  const answer = await new FakeListChatModel({ responses: ["ok"] }).invoke(request.messages);
  expect(answer.content).toBe("ok");
});
