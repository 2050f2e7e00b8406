import { isRecord } from "@/lib/core/records";
import type { Content } from "./content";
import { convertJinja } from "./curly-templates";
import type { ReadPrompt } from "./dotprompt";
import { roleOf } from "./dotprompt-body";
import type { FrontMatter } from "./front-matter";
import { convertHandlebars } from "./handlebars";
import type { Notes } from "./import-note";
import { modelOf } from "./models";

const parameters = [
  "temperature",
  "top_p",
  "max_tokens",
  "stop",
  "presence_penalty",
  "frequency_penalty",
  "seed",
  "other",
  "reasoning_effort",
  "response_format",
];
const messageTag = /^[ \t]*<(system|user|assistant|tool)\b([^>\n]{0,300})>/gm;

/** Whether a `.prompt` file is Humanloop's: its settings are at the top level, or its body uses <system> tags. */
export function isHumanloop({ fields, text, bodyOffset }: FrontMatter): boolean {
  if (isRecord(fields.understudy) || isRecord(fields.config) || isRecord(fields.input)) return false;
  if (["endpoint", "provider", "temperature", "max_tokens"].some((key) => Object.hasOwn(fields, key))) return true;
  return /^\s*<(system|user|assistant)>/.test(text.slice(bodyOffset, bodyOffset + 200));
}

/** Reads a Humanloop `.prompt` file according to its documentation: messages, model settings, tools. Never throws. */
export function readHumanloop(file: FrontMatter): ReadPrompt {
  const { fields, source, notes } = file;
  const isJinja = fields.template_language === "jinja";
  if (isJinja || fields.template_language === "default") source.text("template_language");
  source.setAside("endpoint");
  const body = readBody(file, isJinja);
  const present = parameters.filter((key) => source.has(key));
  const provider = typeof fields.provider === "string" ? fields.provider : undefined;
  // Humanloop writes -1 for no limit.
  const settings = present.filter((key) => !(key === "max_tokens" && fields[key] === -1));
  const found =
    typeof fields.model === "string"
      ? modelOf(fields.model, Object.fromEntries(settings.map((key) => [key, fields[key]])), provider)
      : null;
  if (found) for (const key of ["model", "provider", ...present]) source.at(key).take();
  else source.at("model").leave("The model names no provider.");
  const tools = Array.isArray(fields.tools) && fields.tools.length > 0 && fields.tools.every(isRecord);
  if (!tools) source.at("tools").leave("The tools are named here, not defined.");
  const content: Content = {
    ...body,
    ...(found && { model: found }),
    ...(tools && { tools: source.at("tools").take() as Record<string, unknown>[] }),
  };
  const isRead = notes.problems.length === 0;
  return {
    name: source.text("path") ?? source.text("name"),
    description: source.text("description"),
    tags: null,
    content: isRead ? content : null,
    problems: notes.problems,
    warnings: notes.warnings,
  };
}

function readBody({ text, bodyOffset, notes }: FrontMatter, isJinja: boolean): Pick<Content, "type" | "messages"> {
  const body = text.slice(bodyOffset);
  const messages: Content["messages"] = [];
  let from = 0;
  messageTag.lastIndex = 0;
  for (let match = messageTag.exec(body); match; match = messageTag.exec(body)) {
    const [whole, tag = "", attributes = ""] = match;
    const start = match.index + whole.length;
    const end = body.indexOf(`</${tag}>`, start);
    const at = bodyOffset + match.index;
    if (messages.length >= 200) {
      notes.refuse(at, "A prompt has at most 200 messages.");
      break;
    }
    if (body.slice(from, match.index).trim() !== "")
      notes.refuse(bodyOffset + from, "There is text between the messages.");
    if (end === -1) {
      notes.refuse(at, `<${tag}> is never closed.`);
      return { type: "chat", messages };
    }
    if (attributes.trim() !== "")
      notes.refuse(at, `<${tag}${attributes}> holds a tool call, which is not supported here.`);
    const role = roleOf(tag);
    if (role) messages.push({ role, content: readText(text, bodyOffset + start, bodyOffset + end, notes, isJinja) });
    from = end + tag.length + 3;
    messageTag.lastIndex = from;
  }
  if (messages.length === 0)
    return {
      type: "text",
      messages: [{ role: "user", content: readText(text, bodyOffset, text.length, notes, isJinja) }],
    };
  if (body.slice(from).trim() !== "") notes.refuse(bodyOffset + from, "There is text after the last message.");
  return { type: "chat", messages };
}

function readText(text: string, from: number, to: number, notes: Notes, isJinja: boolean): string {
  const nested = /<(image|tool_call|audio|file)\b/.exec(text.slice(from, to));
  if (nested) notes.refuse(from + nested.index, `<${nested[1]}> has no place in a prompt here: messages are text.`);
  const plain = (part: string) =>
    part
      .trim()
      .replace(/^<text>\s*/, "")
      .replace(/\s*<\/text>$/, "");
  if (isJinja) return convertJinja(plain(text.slice(from, to)), notes, from);
  const pieces = convertHandlebars(text.slice(0, to), from, notes);
  return plain(pieces.map((piece) => ("text" in piece ? piece.text : "")).join(""));
}
