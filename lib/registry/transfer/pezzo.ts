import type { Content } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import { modelOf } from "@/lib/template/models";
import { type IncomingPrompt, isFields, Sink, textOf } from "./format";

/** Whether a JSON value is a Pezzo prompt version as its API gives it: `sha` with `settings` or `content`. */
export function isPezzo(value: unknown): boolean {
  if (!isFields(value)) return false;
  const hasText = isFields(value.content) || typeof value.content === "string";
  const hasMessages = isFields(value.settings) && Array.isArray(value.settings.messages);
  return (textOf(value.sha) ?? textOf(value.promptVersionSha)) !== null && (hasText || hasMessages);
}

/** Reads a Pezzo prompt version, modelled on its client library. It holds no name, so the file gives it. */
export function readPezzo(value: unknown, fileName: string): IncomingPrompt[] {
  const sink = new Sink();
  const fields = isFields(value) ? value : {};
  const {
    messages: inSettings,
    model,
    modelSettings,
    ...parameters
  } = isFields(fields.settings) ? fields.settings : {};
  const body = isFields(fields.content) ? fields.content : {};
  const chat = Array.isArray(body.messages) ? body.messages : Array.isArray(inSettings) ? inSettings : null;
  const text = textOf(body.prompt) ?? textOf(fields.content);
  const at = Array.isArray(body.messages) ? "/content/messages" : "/settings/messages";
  const messages = chat
    ? chat.map((entry, index) => readMessage(entry, `${at}/${index}`, sink))
    : [{ role: "user" as const, content: sink.template(text, "/content", "single-curly") }];
  const settings = isFields(modelSettings) ? modelSettings : parameters;
  const name = textOf(model);
  const found = name === null ? null : modelOf(name, settings);
  const content: Content = { type: chat ? "chat" : "text", messages, ...(found && { model: found }) };
  const version = { content, number: null, message: textOf(fields.message) ?? "", labels: [] };
  const versions = [{ ...version, problems: sink.problems, warnings: sink.warnings }];
  const own = textOf(fields.promptName) ?? textOf(fields.name) ?? fileName;
  return [{ name: own, description: null, tags: null, versions, problems: [], warnings: [] }];
}

function readMessage(entry: unknown, pointer: string, sink: Sink) {
  const fields = isFields(entry) ? entry : {};
  const role = roleOf(String(fields.role));
  if (!role) sink.refuse(`${pointer}/role`, `The role "${String(fields.role)}" is not known here.`);
  return {
    role: role ?? ("user" as const),
    content: sink.template(fields.content, `${pointer}/content`, "single-curly"),
  };
}
