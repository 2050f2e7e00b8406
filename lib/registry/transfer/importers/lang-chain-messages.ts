import type { Content, Part } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import type { Source } from "@/lib/template/source";
import { readCall, readContent, simplest } from "../chat";
import type { Dialect, Sink } from "../sink";
import { takeClass } from "./lang-chain-model";
import { className } from "./lang-chain-node";

type ChatEntry = Content["messages"][number];

const roles: Record<string, string> = { System: "system", Human: "user", AI: "assistant", Tool: "tool" };

/** Reads the messages of a chat template. The examples of a few-shot template become messages. */
export function readMessages(list: Source, sink: Sink): ChatEntry[] {
  return list.items().flatMap((source) => {
    const name = className(source);
    if (name === "FewShotChatMessagePromptTemplate") return readFewShotMessages(source, sink);
    if (name === "ChatPromptTemplate") {
      takeClass(source);
      return readMessages(source.at("kwargs").at("messages"), sink);
    }
    return [readOne(source, sink)];
  });
}

function readOne(source: Source, sink: Sink): ChatEntry {
  const name = className(source);
  const kwargs = source.at("kwargs");
  if (name === "MessagesPlaceholder") {
    takeClass(source);
    const isOptional = kwargs.at("optional").value === true;
    if (typeof kwargs.at("optional").value === "boolean") kwargs.at("optional").take();
    return { placeholder: kwargs.text("variable_name") ?? "history", ...(isOptional && { optional: true }) };
  }
  const kind = /^(System|Human|AI|Chat|Tool)Message(PromptTemplate)?(Chunk)?$/.exec(name);
  const word = kind?.[1] === "Chat" ? String(kwargs.at("role").take()) : roles[kind?.[1] ?? ""];
  const role = roleOf(word ?? "");
  if (!kind || !role) {
    sink.refuse(source.pointer, name ? `A "${name}" is not supported here.` : "This message cannot be read.");
    return { role: "user", content: "" };
  }
  takeClass(source);
  kwargs.setAside("input_variables", "id", "example", "response_metadata", "usage_metadata");
  if (!kind[2]) {
    const calls = kwargs
      .at("tool_calls")
      .items()
      .map((call) => readCall(call, sink));
    const answered = kwargs.text("tool_call_id");
    // The same tool calls in the provider's form.
    if (calls.length > 0) kwargs.at("additional_kwargs").setAside("tool_calls");
    if (kwargs.at("type").value !== undefined) kwargs.at("type").take();
    return {
      role,
      content: readContent(kwargs.at("content"), sink, "literal"),
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(answered !== null && { tool_call_id: answered }),
    };
  }
  const inner = kwargs.at("prompt");
  const [only, ...more] = inner.items();
  if (only && more.length === 0) return { role, content: readString(only, sink) };
  if (inner.isMap()) return { role, content: readString(inner, sink) };
  if (only) return { role, content: simplest(inner.items().map((part) => readTemplatePart(part, sink))) };
  sink.refuse(inner.pointer, "This message has no template.");
  return { role, content: "" };
}

/** Reads one part of a multi-part message template: a text, or an image whose address is a template. */
function readTemplatePart(source: Source, sink: Sink): Part {
  if (className(source) !== "ImagePromptTemplate") return { type: "text", text: readString(source, sink) };
  takeClass(source);
  const kwargs = source.at("kwargs");
  kwargs.setAside("input_variables", "validate_template", "input_types", "metadata", "tags");
  const template = kwargs.at("template");
  const detail = template.at("detail").value;
  const isDetail = detail === "auto" || detail === "low" || detail === "high";
  if (isDetail) template.text("detail");
  const url = sink.template(template.at("url"), dialectOf(kwargs));
  return { type: "image", url, ...(isDetail && { detail }) };
}

/** Reads the text of a PromptTemplate. */
export function readString(source: Source, sink: Sink): string {
  const kwargs = source.at("kwargs");
  if (className(source) !== "PromptTemplate") {
    sink.refuse(source.pointer, `A "${className(source) || "?"}" is not a text.`);
    return "";
  }
  takeClass(source);
  kwargs.setAside("input_variables", "validate_template", "input_types", "metadata", "tags");
  return sink.template(kwargs.at("template"), dialectOf(kwargs));
}

/** The template language. LangChain's default is f-strings. */
export function dialectOf(kwargs: Source): Dialect {
  const format = kwargs.at("template_format");
  const dialects: Record<string, Dialect> = { mustache: "mustache", jinja2: "jinja", "f-string": "f-string" };
  const dialect = dialects[String(format.value)];
  if (dialect) format.take();
  return dialect ?? "f-string";
}

/** Reads the examples as messages, filled into the example template. */
function readFewShotMessages(source: Source, sink: Sink): ChatEntry[] {
  const kwargs = source.at("kwargs");
  const template = kwargs.at("example_prompt");
  const list = template.at("kwargs").at("messages").items();
  if (!Array.isArray(kwargs.at("examples").value) || list.length === 0) {
    sink.refuse(source.pointer, "These examples are chosen when the prompt is called, which is not supported here.");
    return [];
  }
  takeClass(source);
  takeClass(template);
  kwargs.setAside("input_variables", "input_types");
  template.at("kwargs").setAside("input_variables", "input_types", "validate_template");
  return kwargs
    .at("examples")
    .items()
    .flatMap((example) =>
      list.flatMap((message) => {
        const read = readOne(message, sink);
        if (!("role" in read)) return [];
        const text = fill(message.at("kwargs").at("prompt").at("kwargs"), example, sink);
        return [{ role: read.role, content: sink.convert(text, example.pointer, "literal") }];
      }),
    );
}

/** The f-string of a template, filled with the values of an example. */
export function fill(kwargs: Source, values: Source, sink: Sink): string {
  const text = kwargs.at("template").value;
  if (typeof text !== "string" || dialectOf(kwargs) !== "f-string") {
    sink.refuse(kwargs.pointer, "Examples are only read where their template is an f-string.");
    return "";
  }
  return text.replaceAll(/\{\{|\}\}|\{([^{}]{1,200})\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole.charAt(0);
    const value = values.at(name).take();
    if (value === undefined) sink.refuse(values.pointer, `This example has no "${name}".`);
    return typeof value === "string" ? value : JSON.stringify(value ?? "");
  });
}
