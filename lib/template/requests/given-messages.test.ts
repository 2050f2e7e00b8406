import { describe, expect, it } from "vitest";
import { faultOf } from "@/lib/testing/fault-of";
import type { Content } from "../content";
import type { GivenMessage } from "../given-message";
import { compileContent } from "../render";
import { type RequestFormat, requestFormats } from "./formats";
import { toRequest } from "./to-request";

const chat = (messages: Content["messages"]): Content => ({
  type: "chat",
  messages,
  model: { provider: "openai", name: "gpt-4o" },
});
const bodyOf = (content: Content, format: RequestFormat, history?: GivenMessage[]) =>
  toRequest(compileContent(content).renderEntries({}, history && { history }), content, format).body;

/** One conversation with a tool call, in the form of each provider. */
const conversations: Record<RequestFormat, GivenMessage[]> = {
  openai: [
    { role: "user", content: [{ type: "text", text: "Where is A-1?" }] },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: '{"id":"A-1"}' } }],
    },
    { role: "tool", tool_call_id: "c1", content: "sent" },
  ],
  "openai-responses": [
    { role: "user", content: [{ type: "input_text", text: "Where is A-1?" }] },
    { type: "function_call", id: "fc_1", call_id: "c1", name: "find", arguments: '{"id":"A-1"}', status: "completed" },
    { type: "function_call_output", call_id: "c1", output: "sent" },
  ],
  anthropic: [
    { role: "user", content: [{ type: "text", text: "Where is A-1?" }] },
    { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "find", input: { id: "A-1" } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: "sent" }] },
  ],
  google: [
    { role: "user", parts: [{ text: "Where is A-1?" }] },
    { role: "model", parts: [{ functionCall: { id: "c1", name: "find", args: { id: "A-1" } } }] },
    { role: "user", parts: [{ functionResponse: { id: "c1", name: "find", response: { output: "sent" } } }] },
  ],
  "ai-sdk": [
    { role: "user", content: [{ type: "text", text: "Where is A-1?" }] },
    {
      role: "assistant",
      content: [{ type: "tool-call", toolCallId: "c1", toolName: "find", input: { id: "A-1" } }],
    },
    {
      role: "tool",
      content: [{ type: "tool-result", toolCallId: "c1", toolName: "find", output: { type: "text", value: "sent" } }],
    },
  ],
  langchain: [
    { type: "human", content: "Where is A-1?" },
    { type: "ai", content: "", tool_calls: [{ id: "c1", name: "find", args: { id: "A-1" }, type: "tool_call" }] },
    { type: "tool", tool_call_id: "c1", content: "sent" },
  ],
};
const listOf: Record<RequestFormat, string> = {
  openai: "messages",
  "openai-responses": "input",
  anthropic: "messages",
  google: "contents",
  "ai-sdk": "messages",
  langchain: "messages",
};
const conversation = chat([{ role: "system", content: "Help." }, { placeholder: "history" }]);

describe("messages of a placeholder", () => {
  it.each(requestFormats)("%s: those of the provider are passed on unchanged", (format) => {
    const written = bodyOf(conversation, format, conversations[format])[listOf[format]] as object[];
    expect(written.slice(-3)).toEqual(conversations[format]);
  });

  const pairs = requestFormats.flatMap((from) =>
    requestFormats.flatMap((to) => (from === to ? [] : [[from, to] as const])),
  );
  it.each(pairs)("%s are converted to %s", (from, to) => {
    const written = JSON.stringify(bodyOf(conversation, to, conversations[from])[listOf[to]]);
    const own = bodyOf(conversation, to, conversations.openai)[listOf[to]];
    for (const word of ["Where is A-1?", "find", "c1", "sent", "A-1"]) expect(written).toContain(word);
    expect((JSON.parse(written) as object[]).length).toBe((own as object[]).length);
  });

  const thinking = { role: "assistant", content: [{ type: "thinking", thinking: "Hm.", signature: "s" }] };
  const cited = { type: "text", text: "So it is.", citations: [{ cited_text: "x" }] };
  it.each<[RequestFormat, GivenMessage, string]>([
    ["openai", thinking, "/placeholders/history/0/content/0"],
    ["google", { role: "assistant", content: [cited] }, "/placeholders/history/0/content/0"],
    [
      "anthropic",
      { role: "user", content: [{ type: "input_audio", input_audio: {} }] },
      "/placeholders/history/0/content/0",
    ],
    ["openai", { role: "model", parts: [{ text: "Hm.", thought: true }] }, "/placeholders/history/0/parts/0"],
    ["anthropic", { type: "reasoning", summary: [] }, "/placeholders/history/0"],
    ["google", { role: "tool", tool_call_id: "unknown", content: "sent" }, "/placeholders/history/0"],
    [
      "openai",
      { role: "user", content: [{ type: "document", source: { type: "url", url: "https://a.b/c.pdf" } }] },
      "/placeholders/history/0",
    ],
  ])("%s: content that would be lost is refused with its place", (format, message, pointer) => {
    expect(faultOf(() => bodyOf(conversation, format, [message]))).toEqual({ code: "not_convertible", pointer });
  });

  it("Anthropic's thinking keeps its position", () => {
    expect(bodyOf(conversation, "anthropic", [{ role: "user", content: "a" }, thinking]).messages).toEqual([
      { role: "user", content: "a" },
      thinking,
    ]);
  });

  it.each(requestFormats)("%s: a missing placeholder is reported, unless it is optional", (format) => {
    expect(faultOf(() => bodyOf(conversation, format))).toEqual({
      code: "missing_placeholders",
      pointer: "/placeholders/history",
    });
    const optional = chat([
      { role: "user", content: "Hi" },
      { placeholder: "history", optional: true },
    ]);
    expect(JSON.stringify(bodyOf(optional, format))).not.toContain("placeholder");
    expect(JSON.stringify(bodyOf(conversation, format, []))).not.toContain("placeholder");
  });

  it("messages of a caller are not changed by others", () => {
    const input = [
      { role: "user", content: [{ type: "text", text: "a" }] },
      { role: "model", parts: [{ text: "b" }] },
    ];
    const before = structuredClone(input);
    const content = chat([{ role: "user", content: "x" }, { placeholder: "history" }, { role: "user", content: "y" }]);
    for (const format of requestFormats) bodyOf(content, format, input);
    expect(input).toEqual(before);
  });
});
