import type { Content } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import { modelOf } from "@/lib/template/models";
import {
  type Dialect,
  type IncomingPrompt,
  type IncomingVersion,
  isFields,
  referenceName,
  Sink,
  tagsOf,
  textOf,
} from "./format";

type Fields = Record<string, unknown>;

/** Whether a JSON value holds PromptLayer templates as its API gives them (`prompt_template`). */
export function isPromptLayer(value: unknown): boolean {
  const [first] = itemsOf(value);
  return first !== undefined && isFields(first.fields.prompt_template);
}

function itemsOf(value: unknown): { fields: Fields; pointer: string }[] {
  const [list, base] = isFields(value) && Array.isArray(value.items) ? [value.items, "/items"] : [value, ""];
  if (Array.isArray(list))
    return list.flatMap((fields, index) => (isFields(fields) ? [{ fields, pointer: `${base}/${index}` }] : []));
  return isFields(list) ? [{ fields: list, pointer: base }] : [];
}

/** Reads PromptLayer's templates, modelled on its documentation. Parts that are not text are refused. */
export function readPromptLayer(value: unknown): IncomingPrompt[] {
  const byName = new Map<string, ReturnType<typeof itemsOf>>();
  for (const item of itemsOf(value)) {
    const name = textOf(item.fields.prompt_name) ?? textOf(item.fields.name) ?? "unnamed";
    byName.set(name, [...(byName.get(name) ?? []), item]);
  }
  return [...byName].map(([name, items]) => {
    const versions = items
      .toSorted((one, other) => Number(one.fields.version ?? 0) - Number(other.fields.version ?? 0))
      .map(({ fields, pointer }): IncomingVersion => {
        const sink = new Sink();
        return {
          content: readContent(fields, pointer, sink),
          number: typeof fields.version === "number" ? fields.version : null,
          message: textOf(fields.commit_message) ?? "",
          labels: [],
          problems: sink.problems,
          warnings: sink.warnings,
        };
      });
    const tags = tagsOf(items.at(-1)?.fields.tags);
    return { name, description: null, tags, versions, problems: [], warnings: [] };
  });
}

function readContent(fields: Fields, pointer: string, sink: Sink): Content {
  const template = isFields(fields.prompt_template) ? fields.prompt_template : {};
  const place = `${pointer}/prompt_template`;
  const model = isFields(fields.metadata) && isFields(fields.metadata.model) ? fields.metadata.model : null;
  const name = textOf(model?.name);
  const found =
    name === null
      ? null
      : modelOf(name, isFields(model?.parameters) ? model.parameters : {}, textOf(model?.provider) ?? undefined);
  const tools = Array.isArray(template.tools) && template.tools.every(isFields) ? template.tools : [];
  const rest = { ...(found && { model: found }), ...(tools.length > 0 && { tools }) };
  if (template.type === "completion") {
    const content = readParts(template.content, `${place}/content`, dialectOf(template), sink);
    return { type: "text", messages: [{ role: "user", content }], ...rest };
  }
  const list = Array.isArray(template.messages) ? template.messages : [];
  if (list.length === 0) sink.refuse(`${place}/messages`, "The template has no messages.");
  const messages = list.map((entry, index) => readMessage(entry, `${place}/messages/${index}`, sink));
  return { type: "chat", messages, ...rest };
}

function readMessage(entry: unknown, pointer: string, sink: Sink): Content["messages"][number] {
  const fields = isFields(entry) ? entry : {};
  if (fields.role === "placeholder") return { placeholder: textOf(fields.name) ?? "history" };
  const role = roleOf(String(fields.role));
  if (!role) sink.refuse(`${pointer}/role`, `The role "${String(fields.role)}" is not known here.`);
  if (fields.tool_calls || fields.function_call) sink.refuse(pointer, "A message that calls a tool has no place here.");
  // Before the blueprints a message held `prompt: { template }`.
  const older = isFields(fields.prompt) ? fields.prompt : null;
  const content = older
    ? sink.template(older.template, `${pointer}/prompt/template`, dialectOf(older))
    : readParts(fields.content, `${pointer}/content`, dialectOf(fields), sink);
  return { role: role ?? "user", content };
}

const dialectOf = ({ template_format }: Fields): Dialect => (template_format === "jinja2" ? "jinja" : "f-string");

function readParts(value: unknown, pointer: string, dialect: Dialect, sink: Sink): string {
  const parts = Array.isArray(value) ? value : [{ type: "text", text: value }];
  return parts
    .map((part, index) => {
      const place = Array.isArray(value) ? `${pointer}/${index}/text` : pointer;
      if (!isFields(part) || part.type !== "text") {
        sink.refuse(
          place,
          `A part of type "${isFields(part) ? String(part.type) : "?"}" has no place here: messages are text.`,
        );
        return "";
      }
      return readText(part.text, place, dialect, sink);
    })
    .join("");
}

/** PromptLayer puts snippets in as @@@name@@@. */
function readText(text: unknown, pointer: string, dialect: Dialect, sink: Sink): string {
  if (typeof text !== "string") return sink.template(text, pointer, dialect);
  const pieces = text.split(/@@@([\w ./-]{1,200})@@@/);
  return pieces
    .map((piece, index) =>
      index % 2 === 1 ? `{% render '${referenceName(piece)}' %}` : sink.template(piece, pointer, dialect),
    )
    .join("");
}
