import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import { contentFields } from "@/lib/template/dotprompt";
import type { Source } from "@/lib/template/source";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import { type IncomingPrompt, type IncomingVersion, referenceName, tagsOf } from "../format";
import { takeModel, takeResponseFormat, takeSchema, takeTools, warnUnknown } from "../settings";
import { type Dialect, promptOf, Sink } from "../sink";

const reference = /@@@langfusePrompt:([^@\n]{1,500})@@@/g;
/** Langfuse's prompts, in the format of its API. */
export const langfuse = defineImporter({
  format: "langfuse",
  label: "Langfuse",
  reads: "prompts as its API gives them: one object for each version",
  endings: [".json"],
  kinds: ["json"],
  is({ source }) {
    const [first] = itemsOf(source);
    if (!first || typeof first.at("name").value !== "string") return false;
    if (isListing(first)) return true;
    const { value } = first.at("prompt");
    const isPrompt = typeof value === "string" || (Array.isArray(value) && value.every(isRecord));
    return isPrompt && ["version", "type", "config", "labels"].some((key) => first.at(key).value !== undefined);
  },
  read: ({ source }) => readLangfuse(source),
});

/** Whether it is a row of Langfuse's list, which has version numbers but no text. */
const isListing = (source: Source) =>
  Array.isArray(source.at("versions").value) &&
  source.at("prompt").value === undefined &&
  source.at("lastConfig").value !== undefined;

/** The items of one prompt, a list, or a page of a list. */
function itemsOf(source: Source): Source[] {
  const list = Array.isArray(source.at("data").value) ? source.at("data") : source;
  return Array.isArray(list.value) ? list.items().filter((item) => item.isMap()) : list.isMap() ? [list] : [];
}

/** Reads Langfuse prompts. Groups versions by name, oldest first. Labels are only proposals. */
export function readLangfuse(source: Source): IncomingPrompt[] {
  source.setAside("meta");
  const byName = new Map<string, Source[]>();
  for (const item of itemsOf(source)) {
    const name = item.text("name") ?? "unnamed";
    byName.set(name, [...(byName.get(name) ?? []), item]);
  }
  const labelled = labelledVersions(byName);
  return [...byName].map(([name, found]) => {
    const order = (item: Source) => Number(item.at("version").value ?? 0);
    const versions = found
      .toSorted((one, other) => order(one) - order(other))
      .map((item) => readVersion(item, labelled));
    return promptOf(name, versions, { tags: tagsOf(found.flatMap((item) => item.texts("tags"))) });
  });
}

/** The version of each label, for references by label. */
function labelledVersions(byName: Map<string, Source[]>): Map<string, number> {
  const versions = new Map<string, number>();
  for (const [name, found] of byName)
    for (const item of found)
      for (const label of item.texts("labels")) {
        const version = item.at("version").value;
        if (typeof version === "number") versions.set(`${name}\n${label}`, version);
      }
  return versions;
}

function readVersion(source: Source, labelled: Map<string, number>): IncomingVersion {
  const sink = new Sink(source);
  source.setAside("id", "createdAt", "updatedAt", "createdBy", "projectId", "isActive", "resolutionGraph");
  const content = readContent(source, sink, labelled);
  return sink.version(content, {
    number: source.number("version"),
    message: source.text("commitMessage") ?? "",
    labels: source.texts("labels").filter((label) => label !== "latest"),
  });
}

function readContent(source: Source, sink: Sink, labelled: Map<string, number>): Content {
  const prompt = source.at("prompt");
  const isChat = Array.isArray(prompt.value);
  if (source.at("type").value === (isChat ? "chat" : "text")) source.text("type");
  if (isListing(source)) {
    sink.refuse(
      source.pointer,
      "This is Langfuse's list of prompts, which leaves out their text. Export each prompt: GET /api/public/v2/prompts/{name}?version=….",
    );
    return { type: "text", messages: [] };
  }
  const config = source.at("config");
  const own = config.at("understudy");
  const isExact = own.has("messages") && own.at("promptHash").value === sha256Hex(canonicalJson(prompt.value));
  const dialect: Dialect = own.at("template").value === "liquid" ? "liquid" : "mustache";
  if (dialect === "liquid") own.text("template");
  const pins = new Map<string, number>();
  // Replaces references by snippet tags before the text is parsed.
  const before = (text: string, pointer: string) => readReferences(text, pointer, { sink, labelled, pins, dialect });
  if (isExact) prompt.take();
  const messages = isExact
    ? []
    : isChat
      ? prompt.items().map((entry) => readEntry(entry, sink, dialect, before))
      : [{ role: "user" as const, content: readText(prompt, sink, dialect, before) }];
  const content: Content = {
    type: isChat ? "chat" : "text",
    messages,
    ...readConfig(config, sink),
    ...(pins.size > 0 && { snippets: [...pins].map(([name, version]) => ({ name, version })) }),
  };
  return withExact(content, own, isExact);
}

type Before = (text: string, pointer: string) => string;

function readText(source: Source, sink: Sink, dialect: Dialect, before: Before): string {
  if (typeof source.value !== "string") return sink.template(source, dialect);
  source.take();
  return sink.convert(before(source.value, source.pointer), source.pointer, dialect);
}

function readEntry(source: Source, sink: Sink, dialect: Dialect, before: Before): Content["messages"][number] {
  const type = source.at("type").value;
  if (type === "placeholder") {
    source.text("type");
    return { placeholder: source.text("name") ?? "history" };
  }
  // Langfuse's playground adds these fields. They repeat the role and the content.
  source.setAside("type", "id");
  const content = source.at("content");
  if (typeof content.value !== "string") return readMessage(source, sink, dialect);
  const read = readMessage(source, sink, "literal");
  return { ...read, content: readText(content, sink, dialect, before) };
}

type References = {
  sink: Sink;
  labelled: Map<string, number>;
  pins: Map<string, number>;
  dialect: Dialect;
};

function readReferences(text: string, pointer: string, { sink, labelled, pins, dialect }: References): string {
  return text.replaceAll(reference, (whole, inner: string) => {
    const parts = new Map(inner.split("|").map((part) => [part.split("=", 1)[0], part.slice(part.indexOf("=") + 1)]));
    const name = parts.get("name");
    if (!name) {
      sink.refuse(pointer, `${whole} names no prompt.`);
      return "";
    }
    const label = parts.get("label");
    const version = Number(parts.get("version") ?? labelled.get(`${name}\n${label}`));
    if (Number.isInteger(version) && version > 0) pins.set(referenceName(name), version);
    if (label !== undefined)
      sink.warn(
        pointer,
        `${name} is included by its label "${label}". Here a version keeps the text it was saved with.`,
      );
    return dialect === "liquid" ? `{% render '${referenceName(name)}' %}` : `{{>${referenceName(name)}}}`;
  });
}

/** The config is free JSON. Known parts of a prompt are taken by their usual names; the rest are settings. */
function readConfig(config: Source, sink: Sink): Partial<Content> {
  const schema = takeSchema(config.at("json_schema"));
  const format = takeResponseFormat(config.at("response_format"));
  const answer = schema ?? format.schema;
  const tools = takeTools(config);
  const name = ["model", "model_name", "modelName"].map((key) => config.at(key)).find(({ value }) => Boolean(value));
  const others = ["provider", "json_schema", "tools", "functions", "understudy", "response_format"];
  const found = takeModel(name ?? config.at("model"), [config], {
    provider: config.at("provider"),
    isOpen: [...others, lastKey(name)],
  });
  warnUnknown(found, config.pointer, sink);
  const withFormat =
    found && format.setting !== undefined
      ? { ...found, parameters: { ...found.parameters, response_format: format.setting } }
      : found;
  return {
    ...(withFormat && { model: withFormat }),
    ...(tools && { tools }),
    ...answer,
  };
}

const lastKey = (source: Source | undefined) => source?.pointer.split("/").at(-1) ?? "model";

/**
 * Restores the exact content of our own export. Its messages are used only if the prompt is unchanged since the export.
 */
function withExact(content: Content, own: Source, isExact: boolean): Content {
  let result: Content = content;
  for (const field of contentFields) {
    const exact = own.at(field);
    if (exact.value === undefined) continue;
    if (field === "messages" && !isExact) {
      exact.leave("The prompt was changed after the export.");
      continue;
    }
    if (field === "messages") own.at("promptHash").take();
    const value = exact.take();
    const { [field]: _read, ...rest } = result;
    result = (value === null ? rest : { ...rest, [field]: value }) as Content;
  }
  return result;
}
