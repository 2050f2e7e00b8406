import { isRecord } from "@/lib/core/records";
import type { GivenMessage } from "../given-message";
import type { RequestFormat } from "./formats";

type Fields = Record<string, unknown>;
type Rule = (message: GivenMessage) => boolean;

const isOneOf = (value: unknown, ...allowed: unknown[]) => allowed.includes(value);
const isText = (value: unknown) => typeof value === "string";

/** Whether the content is a text or a list in which all blocks pass. */
const says = (content: unknown, isBlock: (block: Fields) => boolean) =>
  isText(content) || (Array.isArray(content) && content.every((block) => isRecord(block) && isBlock(block)));

/** Whether the message has none of these fields. */
const lacks = (message: GivenMessage, ...fields: string[]) => fields.every((field) => message[field] === undefined);

const isImageOf = (field: string) => (block: Fields) => block.type !== "image" || block[field] !== undefined;
const hasImage = isImageOf("image");
const hasSource = isImageOf("source");

const langChainTypes = ["human", "ai", "tool"];
/** Blocks that Anthropic does not support. All other types are accepted, because Anthropic may add some. */
const notAnthropic = /^(image_url|input_.*|output_text|refusal|file|tool-.*|reasoning|tool_call)$/;

const rules: Record<RequestFormat, Rule> = {
  openai: (message) =>
    isOneOf(message.role, "user", "assistant", "tool", "function") &&
    lacks(message, "type", "parts") &&
    (message.content === null ||
      message.content === undefined ||
      says(message.content, (block) =>
        block.type === "file"
          ? isRecord(block.file)
          : isOneOf(block.type, "text", "image_url", "input_audio", "refusal"),
      )) &&
    (message.tool_calls === undefined ||
      (Array.isArray(message.tool_calls) &&
        message.tool_calls.every((call) => isRecord(call) && (isRecord(call.function) || isRecord(call.custom))))) &&
    (message.role !== "tool" || isText(message.tool_call_id)),
  "openai-responses": (message) =>
    lacks(message, "parts", "tool_calls", "tool_call_id") &&
    (isText(message.type) && message.type !== "message"
      ? !isOneOf(message.type, ...langChainTypes)
      : isOneOf(message.role, "user", "assistant") &&
        says(message.content, ({ type }) =>
          /^(input_(text|image|file|audio)|output_text|refusal)$/.test(String(type)),
        )),
  anthropic: (message) =>
    isOneOf(message.role, "user", "assistant") &&
    lacks(message, "type", "parts", "tool_calls", "tool_call_id", "name") &&
    says(message.content, (block) => isText(block.type) && !notAnthropic.test(String(block.type)) && hasSource(block)),
  google: (message) => Array.isArray(message.parts) && isOneOf(message.role, "user", "model", undefined),
  "ai-sdk": (message) =>
    isOneOf(message.role, "user", "assistant", "tool") &&
    lacks(message, "type", "parts", "tool_calls", "tool_call_id") &&
    (message.role !== "tool" || Array.isArray(message.content)) &&
    says(
      message.content,
      (block) =>
        lacks(block, "cache_control") &&
        (block.type === "file"
          ? block.data !== undefined && block.mediaType !== undefined
          : isOneOf(block.type, "text", "image", "reasoning", "tool-call", "tool-result")) &&
        hasImage(block),
    ),
  langchain: (message) =>
    isOneOf(message.type, ...langChainTypes) ||
    (isOneOf(message.role, "user", "assistant", "tool") &&
      lacks(message, "parts") &&
      (message.role !== "tool" || isText(message.tool_call_id)) &&
      says(message.content, ({ type }) => isOneOf(type, "text", "image_url")) &&
      (message.tool_calls === undefined ||
        (Array.isArray(message.tool_calls) &&
          message.tool_calls.every((call) => isRecord(call) && isText(call.name))))),
};

/** Whether a message from the caller already has this provider's form. If so, it is passed on unchanged. */
export function isNative(message: GivenMessage, format: RequestFormat): boolean {
  return rules[format](message);
}
