import type { Content, Model } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import { modelOf } from "@/lib/template/models";
import { type Dialect, type IncomingPrompt, isFields, Sink, textOf } from "./format";

type Fields = Record<string, unknown>;

const roles: Record<string, string> = { System: "system", Human: "user", AI: "assistant" };

const className = (node: Fields) => (Array.isArray(node.id) ? String(node.id.at(-1)) : "");
const isNode = (value: unknown): value is Fields & { lc: 1 } =>
  isFields(value) && value.lc === 1 && Array.isArray(value.id);
const kwargsOf = (node: Fields): Fields => (isFields(node.kwargs) ? node.kwargs : {});

/** Whether a JSON value is a LangSmith commit (`manifest`) or a manifest itself: a serialized LangChain prompt. */
export function isLangSmith(value: unknown): boolean {
  return isNode(value) || (isFields(value) && isNode(value.manifest));
}

/** Reads a LangSmith prompt: a chat or text template, alone or followed by its model. */
export function readLangSmith(value: unknown, fileName: string): IncomingPrompt[] {
  const sink = new Sink();
  const commit = isFields(value) ? value : {};
  const [manifest, pointer] = isNode(commit.manifest) ? [commit.manifest, "/manifest"] : [commit, ""];
  const { prompt, model, at } = findPrompt(manifest, pointer);
  const content = readTemplate(prompt, at, sink);
  const name =
    textOf(commit.repo) ?? textOf(commit.repo_handle) ?? textOf(commit.full_name)?.split("/").at(-1) ?? fileName;
  const version = { content: { ...content, ...(model && { model }) }, number: null, message: "", labels: [] };
  const versions = [{ ...version, problems: sink.problems, warnings: sink.warnings }];
  return [{ name, description: textOf(commit.description), tags: null, versions, problems: [], warnings: [] }];
}

/** A RunnableSequence holds the prompt first and its model last. */
function findPrompt(manifest: Fields, pointer: string): { prompt: Fields; model: Model | null; at: string } {
  if (className(manifest) !== "RunnableSequence") return { prompt: manifest, model: null, at: pointer };
  const { first, last } = kwargsOf(manifest);
  const bound = isNode(last) && isNode(kwargsOf(last).bound) ? (kwargsOf(last).bound as Fields) : last;
  return {
    prompt: isFields(first) ? first : {},
    model: isFields(bound) ? readModel(bound) : null,
    at: `${pointer}/kwargs/first`,
  };
}

function readModel(node: Fields): Model | null {
  const { model, model_name, temperature, max_tokens, top_p } = kwargsOf(node);
  const name = textOf(model) ?? textOf(model_name);
  const given = Object.entries({ temperature, max_tokens, top_p }).filter(([, each]) => typeof each === "number");
  return name === null ? null : modelOf(name, Object.fromEntries(given));
}

function readTemplate(prompt: Fields, pointer: string, sink: Sink): Content {
  const kwargs = kwargsOf(prompt);
  const name = className(prompt);
  if (name === "PromptTemplate")
    return { type: "text", messages: [{ role: "user", content: readString(prompt, pointer, sink) }] };
  if (name !== "ChatPromptTemplate" && name !== "StructuredPrompt")
    sink.refuse(
      pointer,
      `A "${name || "?"}" is no prompt that can be read: ChatPromptTemplate and PromptTemplate are.`,
    );
  const list = Array.isArray(kwargs.messages) ? kwargs.messages : [];
  const schema = isFields(kwargs.schema_) ? kwargs.schema_ : null;
  const messages = list.map((node, index) => readMessage(node, `${pointer}/kwargs/messages/${index}`, sink));
  return { type: "chat", messages, ...(schema && { responseSchema: schema }) };
}

function readMessage(node: unknown, pointer: string, sink: Sink): Content["messages"][number] {
  if (!isNode(node)) {
    sink.refuse(pointer, "This message cannot be read.");
    return { role: "user", content: "" };
  }
  const name = className(node);
  const kwargs = kwargsOf(node);
  if (name === "MessagesPlaceholder") return { placeholder: textOf(kwargs.variable_name) ?? "history" };
  const kind = /^(System|Human|AI|Chat)Message(PromptTemplate)?(Chunk)?$/.exec(name);
  const word = kind?.[1] === "Chat" ? String(kwargs.role) : roles[kind?.[1] ?? ""];
  const role = roleOf(word ?? "");
  if (!role) sink.refuse(pointer, `A "${name}" has no place here.`);
  if (!kind?.[2])
    return { role: role ?? "user", content: sink.template(kwargs.content, `${pointer}/kwargs/content`, "literal") };
  const inner = kwargs.prompt;
  if (Array.isArray(inner) && inner.length === 1 && isNode(inner[0]))
    return { role: role ?? "user", content: readString(inner[0], `${pointer}/kwargs/prompt/0`, sink) };
  if (isNode(inner)) return { role: role ?? "user", content: readString(inner, `${pointer}/kwargs/prompt`, sink) };
  sink.refuse(`${pointer}/kwargs/prompt`, "A message of several parts has no place here: messages are one text.");
  return { role: role ?? "user", content: "" };
}

function readString(node: Fields, pointer: string, sink: Sink): string {
  const { template, template_format } = kwargsOf(node);
  if (className(node) !== "PromptTemplate") sink.refuse(pointer, `A "${className(node)}" is not a text.`);
  const dialect: Dialect =
    template_format === "mustache" ? "mustache" : template_format === "jinja2" ? "jinja" : "f-string";
  return sink.template(template, `${pointer}/kwargs/template`, dialect);
}
