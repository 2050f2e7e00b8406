import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import type { Source } from "@/lib/template/source";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import { takeRequest, takeSchema } from "../settings";
import { promptOf, Sink } from "../sink";

const isMessages = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry) && typeof entry.role === "string");

/** Whether a request body has fields that only Anthropic's Messages API accepts. */
export const isAnthropicBody = (value: Record<string, unknown>): boolean =>
  /claude|anthropic/i.test(String(value.model ?? "")) || "system" in value || "anthropic_version" in value;

/** The body of a request to OpenAI's Chat Completions or Responses API. */
export const openai = defineImporter({
  format: "openai",
  label: "OpenAI request",
  reads: "the body of a call of Chat Completions or Responses",
  endings: [".json"],
  kinds: ["json"],
  is: ({ source: { value } }) =>
    isRecord(value) &&
    !("prompt_template" in value) &&
    ((isMessages(value.messages) && !isAnthropicBody(value)) ||
      (typeof value.model === "string" && (typeof value.input === "string" || isMessages(value.input)))),
  read({ source, name }) {
    const sink = new Sink();
    const content: Content = { type: "chat", messages: readMessages(source, sink), ...readRest(source) };
    return [promptOf(name, [sink.version(content)])];
  },
});

function readMessages(source: Source, sink: Sink): Content["messages"] {
  const input = source.at("input");
  const list = (Array.isArray(source.at("messages").value) ? source.at("messages") : input).items().map((entry) => {
    if (entry.at("type").value === "message") entry.text("type");
    return readMessage(entry, sink, "plain");
  });
  const instructions = source.at("instructions");
  return [
    ...(typeof instructions.value === "string"
      ? [{ role: "system" as const, content: sink.template(instructions, "plain") }]
      : []),
    ...list,
    ...(typeof input.value === "string" ? [{ role: "user" as const, content: sink.template(input, "plain") }] : []),
  ];
}

/** The provider is the prefix of the model's name, as gateways write it, or else OpenAI. */
function readRest(source: Source): Partial<Content> {
  const hasProvider = String(source.at("model").value ?? "").includes("/");
  const schema = takeSchema(source.at("text").at("format"));
  const isSchema = schema !== null && source.at("text").at("format").at("type").value === "json_schema";
  if (isSchema) source.at("text").at("format").at("type").take();
  const rest = takeRequest(source, hasProvider ? undefined : "openai");
  return { ...rest, ...schema };
}
