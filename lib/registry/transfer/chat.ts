import type { CacheControl, Content, Message, Part, Role, ToolCall } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import type { Source } from "@/lib/template/source";
import type { Dialect, Sink } from "./sink";

type ChatEntry = Content["messages"][number];

const messageName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const textTypes = ["text", "input_text", "output_text"];
const imageTypes = ["image", "image_url", "input_image"];
const fileTypes = ["file", "input_file", "document"];

/**
 * Reads a message in the format of OpenAI, Anthropic and most other tools: `{ role, content }`, with their forms of
 * tool calls.
 */
export function readMessage(source: Source, sink: Sink, dialect: Dialect): ChatEntry {
  const role = readRole(source, sink);
  const calls = ["tool_calls", "toolCalls"].flatMap((key) =>
    source
      .at(key)
      .items()
      .map((call) => readCall(call, sink)),
  );
  if (source.has("function_call"))
    sink.refuse(source.at("function_call").pointer, "Calls in this older format are not supported.");
  const answered = source.text("tool_call_id") ?? source.text("toolCallId");
  const name = source.at("name");
  const hasName = typeof name.value === "string" && messageName.test(name.value);
  const content = source.at("content");
  const isEmpty = content.value === null || content.value === undefined;
  return {
    role,
    // A message with tool calls may have no content.
    content: isEmpty && calls.length > 0 ? "" : readContent(content, sink, dialect),
    ...(hasName && { name: name.take() as string }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(answered !== null && { tool_call_id: answered }),
  };
}

/** Reads a message of Anthropic. Tool-use blocks become calls of the message; tool results become separate messages. */
export function readAnthropicMessage(source: Source, sink: Sink, dialect: Dialect): ChatEntry[] {
  const blocks = source.at("content").items();
  const typeOf = (block: Source) => String(block.at("type").value);
  const results = blocks.filter((block) => typeOf(block) === "tool_result");
  const uses = blocks.filter((block) => typeOf(block) === "tool_use");
  if (results.length + uses.length === 0) return [readMessage(source, sink, dialect)];
  const role = readRole(source, sink);
  const answers = results.map((block): Message => {
    block.text("type");
    const id = block.text("tool_use_id");
    const content = block.has("content") ? readContent(block.at("content"), sink, "literal") : "";
    return { role: "tool", content, ...(id !== null && { tool_call_id: id }) };
  });
  const calls = uses.map((block): ToolCall => {
    block.text("type");
    const input = JSON.stringify(block.at("input").take() ?? {});
    return {
      id: block.text("id") ?? "",
      type: "function",
      function: { name: block.text("name") ?? "", arguments: input },
    };
  });
  const rest = blocks.filter((block) => !results.includes(block) && !uses.includes(block));
  const messageContent = simplest(rest.map((block) => readPart(block, sink, dialect)));
  if (rest.length === 0 && calls.length === 0) return answers;
  return [...answers, { role, content: messageContent, ...(calls.length > 0 && { tool_calls: calls }) }];
}

/**
 * Reads a tool call in OpenAI's form, or with name and arguments (`args`) next to the id. The arguments are not a
 * template.
 */
export function readCall(source: Source, sink: Sink): ToolCall {
  const inner = source.at("function").isMap() ? source.at("function") : source;
  const field = inner.has("arguments") ? inner.at("arguments") : inner.at("args");
  const value = field.take();
  const input = typeof value === "string" ? value : JSON.stringify(value ?? {});
  const name = inner.text("name");
  if (name === null) sink.refuse(source.pointer, "This call names no tool.");
  if (["function", "tool_call"].includes(String(source.at("type").value))) source.text("type");
  if (/\{\{|\{%/.test(input))
    sink.warn(field.pointer, "The arguments of a call are not a template here: braces stay text.");
  return { id: source.text("id") ?? "", type: "function", function: { name: name ?? "", arguments: input } };
}

/** Reads the role of a message. An unknown role makes the version invalid. */
export function readRole(source: Source, sink: Sink): Role {
  const word = source.text("role");
  const role = roleOf(word ?? "");
  if (!role) sink.refuse(source.at("role").pointer, `The role "${word ?? ""}" is not supported here.`);
  return role ?? "user";
}

/**
 * Reads the content of a message: a text, or a list of parts. A part that is not supported makes the version invalid.
 */
export function readContent(source: Source, sink: Sink, dialect: Dialect): Message["content"] {
  if (!Array.isArray(source.value)) return sink.template(source, dialect);
  return simplest(source.items().map((part) => readPart(part, sink, dialect)));
}

/** A list with only one text and no cache mark becomes a plain text. */
export function simplest(parts: readonly Part[]): Message["content"] {
  const [only] = parts;
  if (!only) return "";
  return parts.length === 1 && only.type === "text" && !only.cache_control ? only.text : [...parts];
}

function readPart(source: Source, sink: Sink, dialect: Dialect): Part {
  if (typeof source.value === "string") return { type: "text", text: sink.template(source, dialect) };
  const type = String(source.at("type").value);
  const isKnown = [...textTypes, ...imageTypes, ...fileTypes].includes(type);
  if (!isKnown) {
    sink.refuse(source.pointer, `A part of type "${type}" is not supported here; texts, images and files are.`);
    return { type: "text", text: "" };
  }
  source.text("type");
  const marked = readMark(source);
  if (textTypes.includes(type)) return { type: "text", text: sink.template(source.at("text"), dialect), ...marked };
  const place = placeOf(source, type);
  const origin = readOrigin(place, sink, dialect);
  if (imageTypes.includes(type)) {
    const detail = place.at("detail").value ?? source.at("detail").value;
    const isDetail = detail === "auto" || detail === "low" || detail === "high";
    if (isDetail) (place.has("detail") ? place : source).text("detail");
    return { type: "image", ...origin, ...(isDetail && { detail }), ...marked };
  }
  const filename = place.text("filename") ?? place.text("title");
  return { type: "file", ...origin, ...(filename !== null && { filename }), ...marked };
}

/** The map with the address or the data. */
function placeOf(source: Source, type: string): Source {
  for (const key of [type, "source", "image_url", "file"]) if (source.at(key).isMap()) return source.at(key);
  return source;
}

type Origin = { url?: string; data?: string; media_type?: string };

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,(.*)$/s;

function readOrigin(place: Source, sink: Sink, dialect: Dialect): Origin {
  if (["url", "base64"].includes(String(place.at("type").value))) place.text("type");
  const mediaType = place.text("media_type") ?? place.text("mime_type");
  const typed = mediaType === null ? {} : { media_type: mediaType };
  const data = ["data", "file_data"].map((key) => place.at(key)).find(({ value }) => typeof value === "string");
  const url = ["url", "image_url", "file_url"]
    .map((key) => place.at(key))
    .find(({ value }) => typeof value === "string");
  const text = String((data ?? url)?.take() ?? "");
  const [, found, bytes] = dataUrl.exec(text) ?? [];
  if (found !== undefined) return { data: bytes ?? "", media_type: found };
  if (data) return { data: text, ...typed };
  if (url) return { url: sink.convert(text, url.pointer, dialect), ...typed };
  sink.refuse(place.pointer, "This part has neither an address nor data.");
  return {};
}

/** Reads Anthropic's cache breakpoint. */
function readMark(source: Source): { cache_control?: CacheControl } {
  const mark = source.at("cache_control");
  if (!mark.isMap() || mark.at("type").value !== "ephemeral") return {};
  mark.text("type");
  const ttl = mark.at("ttl").value;
  const isKnown = ttl === "5m" || ttl === "1h";
  if (isKnown) mark.text("ttl");
  return { cache_control: { type: "ephemeral", ...(isKnown && { ttl }) } };
}
