import { describe, expect, it } from "vitest";
import { faultOf } from "@/lib/testing/fault-of";
import type { Content, Part } from "../content";
import type { GivenMessage } from "../given-message";
import { compileContent } from "../render";
import { type RequestFormat, requestFormats } from "./formats";
import { toRequest, toText } from "./to-request";

const model = { provider: "openai", name: "gpt-4o" };
const chat = (messages: Content["messages"], more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages,
  model,
  ...more,
});
const write = (content: Content, format: RequestFormat, history?: GivenMessage[], variables = {}) =>
  toRequest(compileContent(content).renderEntries(variables, history && { history }), content, format);
const bodyOf = (...args: Parameters<typeof write>) => write(...args).body;

const image: Part = { type: "image", url: "https://example.com/a.png", detail: "low" };
const pdf: Part = { type: "file", data: "JVBERi0=", media_type: "application/pdf", filename: "a.pdf" };
const marked: Part = { type: "text", text: "Long rules.", cache_control: { type: "ephemeral", ttl: "1h" } };
const rich = chat([
  { role: "system", content: [marked, { type: "text", text: "Short ones." }] },
  { role: "user", content: [{ type: "text", text: "What is this?" }, image, pdf] },
  {
    role: "assistant",
    content: "",
    tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: '{"id":"A-1"}' } }],
  },
  { role: "tool", content: '{"state":"sent"}', tool_call_id: "c1" },
  { role: "user", content: "And now?" },
]);

describe("messages with parts and tool calls", () => {
  it("openai", () => {
    expect(bodyOf(rich, "openai").messages).toEqual([
      {
        role: "system",
        content: [
          { type: "text", text: "Long rules." },
          { type: "text", text: "Short ones." },
        ],
      },
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
          { type: "file", file: { file_data: "data:application/pdf;base64,JVBERi0=", filename: "a.pdf" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: '{"id":"A-1"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: '{"state":"sent"}' },
      { role: "user", content: "And now?" },
    ]);
    // A gateway with this format passes Anthropic's markers on.
    const claude = { ...rich, model: { provider: "anthropic", name: "claude-sonnet-4-5" } };
    expect(JSON.stringify(bodyOf(claude, "openai").messages)).toContain('"cache_control"');
  });

  it("openai-responses", () => {
    expect(bodyOf(rich, "openai-responses").input).toEqual([
      {
        role: "system",
        content: [
          { type: "input_text", text: "Long rules." },
          { type: "input_text", text: "Short ones." },
        ],
      },
      {
        role: "user",
        content: [
          { type: "input_text", text: "What is this?" },
          { type: "input_image", image_url: "https://example.com/a.png", detail: "low" },
          { type: "input_file", file_data: "data:application/pdf;base64,JVBERi0=", filename: "a.pdf" },
        ],
      },
      { type: "function_call", call_id: "c1", name: "find", arguments: '{"id":"A-1"}' },
      { type: "function_call_output", call_id: "c1", output: '{"state":"sent"}' },
      { role: "user", content: "And now?" },
    ]);
  });

  it("anthropic: cache markers in their place, results before the user's text, alternating turns", () => {
    const { system, messages } = bodyOf(rich, "anthropic");
    expect(system).toEqual([marked, { type: "text", text: "Short ones." }]);
    expect(messages).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
          {
            type: "document",
            source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
            title: "a.pdf",
          },
        ],
      },
      { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "find", input: { id: "A-1" } }] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "c1", content: '{"state":"sent"}' },
          { type: "text", text: "And now?" },
        ],
      },
    ]);
  });

  it("google", () => {
    const { contents, config } = bodyOf(rich, "google");
    expect(config).toEqual({ systemInstruction: "Long rules.\n\nShort ones." });
    expect(contents).toEqual([
      {
        role: "user",
        parts: [
          { text: "What is this?" },
          { fileData: { fileUri: "https://example.com/a.png", mimeType: "image/png" } },
          { inlineData: { data: "JVBERi0=", mimeType: "application/pdf" } },
        ],
      },
      { role: "model", parts: [{ functionCall: { id: "c1", name: "find", args: { id: "A-1" } } }] },
      {
        role: "user",
        parts: [{ functionResponse: { id: "c1", name: "find", response: { state: "sent" } } }, { text: "And now?" }],
      },
    ]);
  });

  it("ai-sdk", () => {
    const { system, messages } = bodyOf(rich, "ai-sdk");
    expect(system).toEqual([
      {
        role: "system",
        content: "Long rules.",
        providerOptions: { anthropic: { cacheControl: { type: "ephemeral", ttl: "1h" } } },
      },
      { role: "system", content: "Short ones." },
    ]);
    expect(messages).toMatchObject([
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image", image: "https://example.com/a.png" },
          { type: "file", data: "JVBERi0=", mediaType: "application/pdf", filename: "a.pdf" },
        ],
      },
      {
        role: "assistant",
        content: [{ type: "tool-call", toolCallId: "c1", toolName: "find", input: { id: "A-1" } }],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: "c1",
            toolName: "find",
            output: { type: "text", value: '{"state":"sent"}' },
          },
        ],
      },
      { role: "user", content: "And now?" },
    ]);
  });

  it("langchain", () => {
    expect(bodyOf(rich, "langchain").messages).toMatchObject([
      { role: "system", content: [marked, { type: "text", text: "Short ones." }] },
      { role: "user", content: [{}, { type: "image_url" }, { type: "file", source_type: "base64" }] },
      { role: "assistant", tool_calls: [{ type: "tool_call", id: "c1", name: "find", args: { id: "A-1" } }] },
      { role: "tool", tool_call_id: "c1" },
      { role: "user", content: "And now?" },
    ]);
  });

  it("text does not support them, with the place", () => {
    expect(faultOf(() => toText(compileContent(rich).renderEntries()))).toEqual({
      code: "not_convertible",
      pointer: "/messages/1",
    });
  });
});

const tool = { type: "function", function: { name: "find", description: "Finds.", parameters: { type: "object" } } };
const schema = { type: "object", properties: { mood: { type: "string" } } };
const parameters = {
  temperature: 0.2,
  top_p: 0.9,
  top_k: 5,
  max_tokens: 100,
  stop: ["END"],
  seed: 7,
  reasoning_effort: "low",
  thinking_budget: 1024,
  tool_choice: { type: "function", function: { name: "find" } },
  parallel_tool_calls: false,
  own_field: { deep: true },
};
const full = (provider: string, name: string) =>
  chat([{ role: "user", content: "Hi" }], {
    model: { provider, name, parameters },
    tools: [tool],
    responseSchema: schema,
    responseFormat: { name: "mood", strict: true },
  });

describe("settings, tools and schema in the provider's format", () => {
  it("openai", () => {
    const { body, omitted } = write(full("openai", "gpt-4o"), "openai");
    expect(body).toEqual({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 100,
      stop: ["END"],
      seed: 7,
      reasoning_effort: "low",
      response_format: { type: "json_schema", json_schema: { name: "mood", schema, strict: true } },
      tools: [tool],
      tool_choice: { type: "function", function: { name: "find" } },
      parallel_tool_calls: false,
      own_field: { deep: true },
    });
    expect(omitted).toEqual(["top_k", "thinking_budget"]);
    expect(bodyOf(full("openai", "gpt-5-mini"), "openai")).toMatchObject({ max_completion_tokens: 100 });
    expect(bodyOf(full("groq", "llama"), "openai")).toMatchObject({ top_k: 5, max_tokens: 100 });
  });

  it("openai-responses", () => {
    const { body, omitted } = write(full("openai", "gpt-5"), "openai-responses");
    expect(body).toMatchObject({
      max_output_tokens: 100,
      reasoning: { effort: "low" },
      text: { format: { type: "json_schema", name: "mood", schema, strict: true } },
      tools: [{ type: "function", name: "find", description: "Finds.", parameters: { type: "object" }, strict: false }],
      tool_choice: { type: "function", name: "find" },
    });
    expect(omitted).toEqual(["top_k", "stop", "seed", "thinking_budget"]);
  });

  it("anthropic", () => {
    const { body, omitted } = write(full("anthropic", "claude-sonnet-4-5"), "anthropic");
    expect(body).toEqual({
      model: "claude-sonnet-4-5",
      max_tokens: 100,
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0.2,
      top_p: 0.9,
      top_k: 5,
      stop_sequences: ["END"],
      thinking: { type: "enabled", budget_tokens: 1024 },
      output_config: {
        effort: "low",
        format: { type: "json_schema", schema: { ...schema, additionalProperties: false } },
      },
      tools: [{ name: "find", description: "Finds.", input_schema: { type: "object" } }],
      tool_choice: { type: "tool", name: "find", disable_parallel_tool_use: true },
      own_field: { deep: true },
    });
    expect(omitted).toEqual(["seed"]);
    const old = bodyOf(full("anthropic", "claude-3-5-haiku-latest"), "anthropic");
    expect(old.output_config).toEqual({ effort: "low" });
    expect(old.system).toContain('"mood"');
  });

  it("google", () => {
    const { body, omitted } = write(full("google", "gemini-2.5-flash"), "google");
    expect(body).toEqual({
      model: "gemini-2.5-flash",
      contents: [{ role: "user", parts: [{ text: "Hi" }] }],
      config: {
        temperature: 0.2,
        topP: 0.9,
        topK: 5,
        maxOutputTokens: 100,
        stopSequences: ["END"],
        seed: 7,
        thinkingConfig: { thinkingBudget: 1024, thinkingLevel: "LOW" },
        responseMimeType: "application/json",
        responseJsonSchema: schema,
        tools: [
          { functionDeclarations: [{ name: "find", description: "Finds.", parametersJsonSchema: { type: "object" } }] },
        ],
        toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["find"] } },
        own_field: { deep: true },
      },
    });
    expect(omitted).toEqual(["parallel_tool_calls"]);
  });

  it("ai-sdk: settings without a common name are passed to the provider", () => {
    expect(bodyOf(full("anthropic", "claude-sonnet-4-5"), "ai-sdk")).toMatchObject({
      model: "anthropic/claude-sonnet-4-5",
      maxOutputTokens: 100,
      toolChoice: { type: "tool", toolName: "find" },
      providerOptions: {
        anthropic: {
          effort: "low",
          thinking: { type: "enabled", budgetTokens: 1024 },
          disableParallelToolUse: true,
          own_field: { deep: true },
        },
      },
    });
  });

  it("langchain", () => {
    expect(bodyOf(full("openai", "gpt-4o"), "langchain")).toMatchObject({
      model: { model: "gpt-4o", modelProvider: "openai", maxTokens: 100, own_field: { deep: true } },
      tools: [tool],
      toolChoice: "find",
      responseSchema: schema,
    });
  });

  it.each(requestFormats)("%s: tools of the provider are passed on", (format) => {
    const own = { type: "web_search_20250305", name: "web_search" };
    const content = chat([{ role: "user", content: "Hi" }], { tools: [own] });
    if (format !== "ai-sdk") expect(JSON.stringify(bodyOf(content, format))).toContain(JSON.stringify(own));
  });

  it.each(requestFormats)("%s: a prompt without a model is refused", (format) => {
    const { model: _, ...content } = chat([{ role: "user", content: "Hi" }]);
    expect(faultOf(() => write(content, format))).toEqual({ code: "missing_model", pointer: "/model" });
  });
});
