import { isRecord } from "@/lib/core/records";
import type { Role } from "../content";
import type { GivenMessage } from "../given-message";
import { foreign, readBlocks } from "./read-blocks";
import { type Block, Calls, type Turn } from "./turns";

const roles: Record<string, Role> = {
  system: "system",
  developer: "developer",
  user: "user",
  human: "user",
  assistant: "assistant",
  model: "assistant",
  ai: "assistant",
  tool: "tool",
  function: "tool",
};

/** Metadata of a message that is not sent to the model. A conversion may omit it. */
const about = new Set(["id", "status", "type", "response_metadata", "usage_metadata", "lc_kwargs", "example", "phase"]);
const known = new Set(["role", "content", "name", "tool_calls", "tool_call_id", "parts"]);

/**
 * Reads a message of any provider: ours, Chat Completions, Anthropic, Google, items of the Responses API, the AI SDK
 * and LangChain. Never throws: content that only its provider accepts becomes a foreign block. `calls` contains the
 * calls of the previous messages.
 */
export function readMessage(message: GivenMessage, calls: Calls = new Calls()): Turn {
  const { type } = message;
  if (type === "function_call" || type === "function_call_output") return readItem(message, calls);
  const role = roles[String(message.role ?? type)];
  const name = typeof message.name === "string" ? message.name : null;
  if (!role || (message.role === undefined && typeof type === "string" && !Object.hasOwn(roles, type)))
    return { role: "assistant", name, blocks: [foreign(`"${String(type ?? message.role)}"`, [])] };
  if (Array.isArray(message.parts))
    return { role, name, blocks: message.parts.map((part, index) => readGooglePart(part, ["parts", index], calls)) };
  const blocks = readBlocks(message.content, ["content"], calls);
  const more = Object.entries(message).flatMap(([field, value]) =>
    known.has(field) || about.has(field) || isEmpty(value) ? [] : [foreign(`"${field}"`, [field])],
  );
  if (role === "tool" && !blocks.some((block) => block.type === "result"))
    return { role, name: null, blocks: [...toResult(message, blocks, name, calls), ...more] };
  return { role, name, blocks: [...blocks, ...readCalls(message.tool_calls, calls), ...more] };
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** Converts a tool message to the result of its call. Without a call it is text, because no provider accepts it. */
function toResult(message: GivenMessage, blocks: Block[], name: string | null, calls: Calls): Block[] {
  if (typeof message.tool_call_id !== "string") return withHead(`Result of ${name ?? "the tool"}:`, blocks);
  const content = blocks.filter((block) => block.type === "text" || block.type === "image" || block.type === "file");
  const id = calls.answer(message.tool_call_id, name);
  const rest = blocks.filter((block) => !content.includes(block as (typeof content)[number]));
  const isError = message.status === "error";
  return [{ type: "result", id, name: name ?? calls.nameOf(id), content, isError }, ...rest];
}

/** Adds a line of text before the blocks. */
function withHead(line: string, [first, ...rest]: Block[]): Block[] {
  if (first?.type !== "text") return [{ type: "text", text: line }, ...(first ? [first, ...rest] : [])];
  return [{ ...first, text: `${line}\n${first.text}` }, ...rest];
}

function readCalls(toolCalls: unknown, calls: Calls): Block[] {
  if (!Array.isArray(toolCalls)) return [];
  return toolCalls.map((call: unknown, index): Block => {
    const path = ["tool_calls", index];
    if (!isRecord(call)) return foreign("a tool call of an unknown form", path);
    const own = isRecord(call.function) ? call.function : call;
    if (typeof own.name !== "string") return foreign(`a tool call of type "${String(call.type)}"`, path);
    const input = own.arguments ?? own.args ?? {};
    const id = calls.note(call.id, own.name);
    return { type: "call", id, name: own.name, input: typeof input === "string" ? input : JSON.stringify(input) };
  });
}

/** Reads a call or a result that is an item of the Responses API. */
function readItem(item: GivenMessage, calls: Calls): Turn {
  if (item.type === "function_call") {
    const name = String(item.name);
    const input = typeof item.arguments === "string" ? item.arguments : JSON.stringify(item.arguments ?? {});
    return {
      role: "assistant",
      name: null,
      blocks: [{ type: "call", id: calls.note(item.call_id, name), name, input }],
    };
  }
  const id = calls.answer(item.call_id, null);
  const blocks = readBlocks(item.output, ["output"], calls);
  const content = blocks.filter((block) => block.type === "text" || block.type === "image" || block.type === "file");
  const rest = blocks.filter((block) => block.type === "foreign");
  return {
    role: "tool",
    name: null,
    blocks: [{ type: "result", id, name: calls.nameOf(id), content, isError: false }, ...rest],
  };
}

function readGooglePart(part: unknown, path: PropertyKey[], calls: Calls): Block {
  if (!isRecord(part)) return foreign("a part of an unknown form", path);
  const [[field, value] = ["", undefined], ...others] = Object.entries(part).filter(([, entry]) => !isEmpty(entry));
  if (others.length > 0) return foreign(`"${others[0]?.[0]}"`, path);
  if (field === "text") return { type: "text", text: String(value) };
  if (!isRecord(value)) return foreign(`"${field}"`, path);
  const mediaType = String(value.mimeType ?? "");
  const kind = mediaType.startsWith("image/") ? "image" : "file";
  if (field === "inlineData") return { type: kind, data: String(value.data), media_type: mediaType };
  if (field === "fileData")
    return { type: kind, url: String(value.fileUri), ...(mediaType && { media_type: mediaType }) };
  if (field === "functionCall") {
    const name = String(value.name);
    return { type: "call", id: calls.note(value.id, name), name, input: JSON.stringify(value.args ?? {}) };
  }
  if (field !== "functionResponse") return foreign(`"${field}"`, path);
  const name = String(value.name);
  const text = JSON.stringify(value.response ?? {});
  return {
    type: "result",
    id: calls.answer(value.id, name),
    name,
    content: [{ type: "text", text }],
    isError: isRecord(value.response) && "error" in value.response,
  };
}
