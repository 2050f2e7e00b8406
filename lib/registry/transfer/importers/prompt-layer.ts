import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import type { Source } from "@/lib/template/source";
import { readMessage, readRole } from "../chat";
import { defineImporter } from "../define-importer";
import { type IncomingPrompt, type IncomingVersion, referenceName, tagsOf } from "../format";
import { takeModel, takeResponseFormat, takeTools, warnUnknown } from "../settings";
import { type Dialect, promptOf, Sink } from "../sink";

/** PromptLayer's templates, in the format of its API. */
export const promptLayer = defineImporter({
  format: "promptlayer",
  label: "PromptLayer",
  reads: "prompt templates as its API gives them",
  endings: [".json"],
  kinds: ["json"],
  is: ({ source }) => isRecord(itemsOf(source)[0]?.at("prompt_template").value),
  read: ({ source }) => readPromptLayer(source),
});

function itemsOf(source: Source): Source[] {
  const list = Array.isArray(source.at("items").value) ? source.at("items") : source;
  return Array.isArray(list.value) ? list.items().filter((item) => item.isMap()) : list.isMap() ? [list] : [];
}

/** Reads PromptLayer's templates. Groups versions by name, oldest first. */
function readPromptLayer(source: Source): IncomingPrompt[] {
  source.setAside("page", "pages", "per_page", "total", "has_next", "has_prev", "next_num", "prev_num", "success");
  const byName = new Map<string, Source[]>();
  for (const item of itemsOf(source)) {
    const name = item.text("prompt_name") ?? item.text("name") ?? "unnamed";
    byName.set(name, [...(byName.get(name) ?? []), item]);
  }
  return [...byName].map(([name, items]) => {
    const order = (item: Source) => Number(item.at("version").value ?? 0);
    const versions = items.toSorted((one, other) => order(one) - order(other)).map(readVersion);
    const tags = tagsOf([...new Set(items.flatMap((item) => item.texts("tags")))]);
    return promptOf(name, versions, { tags });
  });
}

function readVersion(source: Source): IncomingVersion {
  const sink = new Sink(source);
  source.setAside("id", "workspace_id", "created_at", "updated_at", "author", "parent_prompt_id", "folder_id");
  // The same data in the form that PromptLayer would send.
  source.setAside("llm_kwargs", "provider", "provider_base_url", "inference_client_name", "warning", "success");
  const content = readContent(source, sink);
  return sink.version(content, {
    number: source.number("version"),
    message: source.text("commit_message") ?? "",
    labels: readLabels(source),
  });
}

/** Release labels: strings, or maps with a name. */
function readLabels(source: Source): string[] {
  return ["labels", "release_labels"].flatMap((key) => [
    ...source.texts(key),
    ...source
      .at(key)
      .items()
      .flatMap((item) => (item.isMap() ? [item.text("name") ?? item.text("label") ?? ""] : []))
      .filter(Boolean),
  ]);
}

function readContent(source: Source, sink: Sink): Content {
  const template = source.at("prompt_template");
  const model = source.at("metadata").at("model");
  const parameters = model.at("parameters");
  const format = takeResponseFormat(parameters.at("response_format"));
  const found = takeModel(model.at("name"), [parameters], {
    provider: model.at("provider"),
    isOpen: ["response_format", "tools"],
  });
  warnUnknown(found, parameters.pointer, sink);
  const tools = takeTools(template);
  // A tool choice belongs to the call, so it becomes a setting of the model.
  const choice = ["tool_choice", "function_call"].flatMap((key) => (template.has(key) ? [key] : []));
  const chosen: Record<string, unknown> = found
    ? Object.fromEntries(choice.map((key) => [key, template.at(key).take()]))
    : {};
  if (found && format.setting !== undefined) Object.assign(chosen, { response_format: format.setting });
  const isMore = Object.keys(chosen).length > 0;
  const withChoice = found && isMore ? { ...found, parameters: { ...found.parameters, ...chosen } } : found;
  template.setAside("input_variables", "dataset_examples", "functions_description");
  const rest = {
    ...(withChoice && { model: withChoice }),
    ...(tools && { tools }),
    ...format.schema,
  };
  const type = template.at("type").value;
  if (type === "completion" || type === "chat") template.text("type");
  if (type === "completion") {
    const content = readParts(template.at("content"), dialectOf(template), sink);
    return { type: "text", messages: [{ role: "user", content }], ...rest };
  }
  const list = template.at("messages").items();
  if (list.length === 0) sink.refuse(template.at("messages").pointer, "The template has no messages.");
  return { type: "chat", messages: list.map((entry) => readEntry(entry, sink)), ...rest };
}

function readEntry(source: Source, sink: Sink): Content["messages"][number] {
  source.setAside("input_variables", "raw_request_display_role", "dataset_examples", "template_format_version");
  if (source.at("role").value === "placeholder") {
    source.text("role");
    return { placeholder: source.text("name") ?? "history" };
  }
  // Before blueprints, a message contained `prompt: { template }`.
  const older = source.at("prompt");
  if (older.isMap()) {
    older.setAside("input_variables");
    return { role: readRole(source, sink), content: sink.template(older.at("template"), dialectOf(older)) };
  }
  const dialect = dialectOf(source);
  const content = source.at("content");
  const [only, ...more] = content.items();
  const isText = typeof content.value === "string" || (only && more.length === 0 && only.at("type").value === "text");
  if (!isText) return readMessage(source, sink, dialect);
  return { ...readMessage(source, sink, "literal"), content: readParts(content, dialect, sink) };
}

function dialectOf(source: Source): Dialect {
  const format = source.at("template_format");
  if (format.value === "jinja2" || format.value === "f-string") format.take();
  return format.value === "jinja2" ? "jinja" : "promptlayer";
}

function readParts(source: Source, dialect: Dialect, sink: Sink): string {
  if (!Array.isArray(source.value)) return readText(source, dialect, sink);
  return source
    .items()
    .map((part) => {
      part.text("type");
      return readText(part.at("text"), dialect, sink);
    })
    .join("");
}

const snippetTag = /@@@([\w ./-]{1,200})(?:@((?:version_number|label):[\w.-]{1,100}))?@@@/g;

/** PromptLayer writes snippets as @@@name@@@, with a version or a label unless the newest is meant. */
function readText(source: Source, dialect: Dialect, sink: Sink): string {
  if (typeof source.value !== "string") return sink.template(source, dialect);
  const text = source.take() as string;
  let result = "";
  let from = 0;
  for (const match of text.matchAll(snippetTag)) {
    const [whole, name = "", which] = match;
    result += sink.convert(text.slice(from, match.index), source.pointer, dialect);
    result += `{% render '${referenceName(name)}' %}`;
    if (which) sink.warn(source.pointer, `${name} was included at ${which}; here the version in use is taken.`);
    from = match.index + whole.length;
  }
  return result + sink.convert(text.slice(from), source.pointer, dialect);
}
