import type { IncomingHttpHeaders } from "node:http";

/** The response of the fake provider. Default finish reason: the protocol's word for "done". */
export type FakeReply = {
  text: string;
  tool?: { name: string; input: unknown };
  inputTokens?: number;
  outputTokens?: number;
  finishReason?: string;
};

type Events = { before: string[]; piece: (text: string) => string; after: string[] };

/** The protocol of one provider. */
export type Protocol = {
  isFor: (url: string, headers: IncomingHttpHeaders) => boolean;
  modelOf: (url: string, body: Record<string, unknown>) => string;
  list: (models: string[]) => unknown;
  error: (status: number, message: string) => unknown;
  events: (reply: FakeReply, model: string) => Events;
  errorEvent: (message: string) => string;
};

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const named = (value: { type: string; [field: string]: unknown }) => `event: ${value.type}\n${data(value)}`;
const tokens = ({ inputTokens = 12, outputTokens = 7 }: FakeReply) => ({ inputTokens, outputTokens });
const bodyModel = (_: string, { model }: Record<string, unknown>) => String(model);
const openaiError = (status: number, message: string) => ({
  error: { message, type: status === 401 ? "invalid_request_error" : "server_error", param: null, code: null },
});
const openaiList = (models: string[]) => ({
  object: "list",
  data: models.map((id) => ({ id, object: "model", created: 1, owned_by: "fake" })),
});

const chatCompletions: Protocol = {
  isFor: (url) => url.endsWith("/chat/completions") || url.endsWith("/models"),
  modelOf: bodyModel,
  list: openaiList,
  error: openaiError,
  events: (reply, model) => {
    const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model };
    const chunk = (delta: unknown, finish: string | null = null) =>
      data({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
    const { inputTokens, outputTokens } = tokens(reply);
    const call = reply.tool && {
      tool_calls: [
        {
          index: 0,
          id: "call_1",
          type: "function",
          function: { name: reply.tool.name, arguments: JSON.stringify(reply.tool.input) },
        },
      ],
    };
    const usage = {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    };
    return {
      before: [chunk({ role: "assistant", content: "" })],
      piece: (content) => chunk({ content }),
      after: [
        ...(call ? [chunk(call)] : []),
        chunk({}, reply.finishReason ?? (call ? "tool_calls" : "stop")),
        data({ ...base, choices: [], usage }),
        "data: [DONE]\n\n",
      ],
    };
  },
  errorEvent: (message) => data(openaiError(500, message)),
};

const responses: Protocol = {
  isFor: (url) => url.endsWith("/responses"),
  modelOf: bodyModel,
  list: openaiList,
  error: openaiError,
  events: (reply, model) => {
    const { inputTokens, outputTokens } = tokens(reply);
    const response = { id: "resp_1", object: "response", created_at: 1, model };
    const item = { type: "message", id: "msg_1", role: "assistant", status: "in_progress", content: [] };
    const usage = {
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    };
    return {
      before: [
        named({ type: "response.created", response: { ...response, status: "in_progress" } }),
        named({ type: "response.output_item.added", output_index: 0, item }),
      ],
      piece: (delta) =>
        named({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, delta }),
      after: [
        named({ type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } }),
        named({
          type: "response.completed",
          response: { ...response, status: "completed", usage, incomplete_details: null },
        }),
      ],
    };
  },
  errorEvent: (message) => named({ type: "error", code: "server_error", message, param: null }),
};

const anthropic: Protocol = {
  isFor: (url, headers) => url.endsWith("/messages") || headers["anthropic-version"] !== undefined,
  modelOf: bodyModel,
  list: (models) => ({
    data: models.map((id) => ({ type: "model", id, display_name: id, created_at: "2025-01-01T00:00:00Z" })),
    has_more: false,
    first_id: models[0],
    last_id: models.at(-1),
  }),
  error: (status, message) => ({
    type: "error",
    error: {
      type: status === 529 ? "overloaded_error" : status === 401 ? "authentication_error" : "api_error",
      message,
    },
  }),
  events: (reply, model) => {
    const { inputTokens, outputTokens } = tokens(reply);
    const message = { id: "msg_1", type: "message", role: "assistant", model, content: [], stop_reason: null };
    const block = reply.tool && { type: "tool_use", id: "toolu_1", name: reply.tool.name, input: {} };
    return {
      before: [
        named({
          type: "message_start",
          message: { ...message, stop_sequence: null, usage: { input_tokens: inputTokens, output_tokens: 1 } },
        }),
        named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
        named({ type: "ping" }),
      ],
      piece: (text) => named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
      after: [
        named({ type: "content_block_stop", index: 0 }),
        ...(block && reply.tool
          ? [
              named({ type: "content_block_start", index: 1, content_block: block }),
              named({
                type: "content_block_delta",
                index: 1,
                delta: { type: "input_json_delta", partial_json: JSON.stringify(reply.tool.input) },
              }),
              named({ type: "content_block_stop", index: 1 }),
            ]
          : []),
        named({
          type: "message_delta",
          delta: { stop_reason: reply.finishReason ?? (block ? "tool_use" : "end_turn"), stop_sequence: null },
          usage: { output_tokens: outputTokens },
        }),
        named({ type: "message_stop" }),
      ],
    };
  },
  errorEvent: (message) => named({ type: "error", error: { type: "overloaded_error", message } }),
};

const google: Protocol = {
  isFor: (url, headers) => /:(stream)?generateContent/i.test(url) || headers["x-goog-api-key"] !== undefined,
  modelOf: (url) => /models\/([^:?/]+)/.exec(url)?.[1] ?? "",
  list: (models) => ({
    models: models.map((id) => ({
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods: ["generateContent", "countTokens"],
    })),
  }),
  error: (status, message) => ({
    error: {
      code: status,
      message,
      status: status === 401 ? "UNAUTHENTICATED" : status === 429 ? "RESOURCE_EXHAUSTED" : "INTERNAL",
    },
  }),
  events: (reply) => {
    const { inputTokens, outputTokens } = tokens(reply);
    const candidate = (parts: unknown[], finishReason?: string) => ({
      content: { role: "model", parts },
      ...(finishReason && { finishReason }),
      index: 0,
    });
    const usageMetadata = {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    };
    const call = reply.tool && { functionCall: { name: reply.tool.name, args: reply.tool.input } };
    return {
      before: [],
      piece: (text) => data({ candidates: [candidate([{ text }])] }),
      after: [data({ candidates: [candidate(call ? [call] : [], reply.finishReason ?? "STOP")], usageMetadata })],
    };
  },
  errorEvent: (message) => data({ error: { code: 503, message, status: "UNAVAILABLE" } }),
};

/** Chosen by path, and for lists of models by header, as the real providers differ. */
export const protocols: readonly Protocol[] = [anthropic, google, responses, chatCompletions];
