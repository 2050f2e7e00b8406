import { type Content, isPlaceholder } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import { modelOf } from "@/lib/template/models";
import { scanTemplate } from "@/lib/template/scan";
import type { BundlePrompt } from "./bundle";
import {
  type IncomingPrompt,
  type IncomingVersion,
  isFields,
  referenceName,
  Sink,
  tagsOf,
  textOf,
  textsOf,
} from "./format";

type Fields = Record<string, unknown>;
type Found = { fields: Fields; pointer: string };

const reference = /@@@langfusePrompt:([^@\n]{1,500})@@@/g;

/** Whether a JSON value holds Langfuse prompts as its API gives them: one, a list, or a page of a list. */
export function isLangfuse(value: unknown): boolean {
  const [first] = itemsOf(value);
  return (
    first !== undefined &&
    typeof first.fields.name === "string" &&
    ("prompt" in first.fields || isListing(first.fields))
  );
}

/** A row of Langfuse's list, which names the versions but holds no text. */
const isListing = (fields: Fields) => Array.isArray(fields.versions) && !("prompt" in fields) && "lastConfig" in fields;

function itemsOf(value: unknown): Found[] {
  const [list, base] = isFields(value) && Array.isArray(value.data) ? [value.data, "/data"] : [value, ""];
  if (Array.isArray(list))
    return list.flatMap((fields, index) => (isFields(fields) ? [{ fields, pointer: `${base}/${index}` }] : []));
  return isFields(list) ? [{ fields: list, pointer: base }] : [];
}

/** Reads Langfuse prompts: versions of one name together, oldest first. Labels stay proposals. */
export function readLangfuse(value: unknown): IncomingPrompt[] {
  const byName = new Map<string, Found[]>();
  for (const found of itemsOf(value)) {
    const name = textOf(found.fields.name) ?? "unnamed";
    byName.set(name, [...(byName.get(name) ?? []), found]);
  }
  const labelled = labelledVersions(byName);
  return [...byName].map(([name, found]) => readPrompt(name, found, labelled));
}

/** Which version carries a label, for references by label. */
function labelledVersions(byName: Map<string, Found[]>): Map<string, number> {
  const versions = new Map<string, number>();
  for (const [name, found] of byName)
    for (const { fields } of found)
      for (const label of textsOf(fields.labels))
        if (typeof fields.version === "number") versions.set(`${name}\n${label}`, fields.version);
  return versions;
}

function readPrompt(name: string, found: Found[], labelled: Map<string, number>): IncomingPrompt {
  const versions = found
    .toSorted((one, other) => Number(one.fields.version ?? 0) - Number(other.fields.version ?? 0))
    .map(({ fields, pointer }): IncomingVersion => {
      const sink = new Sink();
      return {
        content: readContent(fields, pointer, sink, labelled),
        number: typeof fields.version === "number" ? fields.version : null,
        message: textOf(fields.commitMessage) ?? "",
        labels: textsOf(fields.labels).filter((label) => label !== "latest"),
        problems: sink.problems,
        warnings: sink.warnings,
      };
    });
  const tags = tagsOf(found.flatMap(({ fields }) => textsOf(fields.tags)));
  return { name, description: null, tags, versions, problems: [], warnings: [] };
}

function readContent(fields: Fields, pointer: string, sink: Sink, labelled: Map<string, number>): Content {
  if (isListing(fields))
    sink.refuse(
      pointer,
      "This is Langfuse's list of prompts, which leaves out their text. Export each prompt: GET /api/public/v2/prompts/{name}?version=….",
    );
  const pins = new Map<string, number>();
  const text = (value: unknown, place: string) => readText(value, place, sink, labelled, pins);
  const messages = Array.isArray(fields.prompt)
    ? fields.prompt.map((entry, index) => readMessage(entry, `${pointer}/prompt/${index}`, sink, text))
    : [{ role: "user" as const, content: isListing(fields) ? "" : text(fields.prompt, `${pointer}/prompt`) }];
  return {
    type: Array.isArray(fields.prompt) ? "chat" : "text",
    messages,
    ...readConfig(fields.config, `${pointer}/config`, sink),
    ...(pins.size > 0 && { snippets: [...pins].map(([name, version]) => ({ name, version })) }),
  };
}

function readMessage(entry: unknown, pointer: string, sink: Sink, text: (value: unknown, place: string) => string) {
  const fields = isFields(entry) ? entry : {};
  if (fields.type === "placeholder") return { placeholder: textOf(fields.name) ?? "history" };
  const role = roleOf(String(fields.role));
  if (!role) sink.refuse(`${pointer}/role`, `The role "${String(fields.role)}" is not known here.`);
  return { role: role ?? "user", content: text(fields.content, `${pointer}/content`) };
}

function readText(
  value: unknown,
  pointer: string,
  sink: Sink,
  labelled: Map<string, number>,
  pins: Map<string, number>,
): string {
  if (typeof value !== "string") return sink.template(value, pointer, "mustache");
  // A reference becomes a partial, which the mustache reader turns into a snippet.
  const source = value.replaceAll(reference, (whole, inner: string) => {
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
        `${name} was put in by its label "${label}". Here a version keeps the text it was saved with.`,
      );
    return `{{>${referenceName(name)}}}`;
  });
  return sink.template(source, pointer, "mustache");
}

function readConfig(config: unknown, pointer: string, sink: Sink): Partial<Content> {
  if (!isFields(config) || Object.keys(config).length === 0) return {};
  const { model, model_name, modelName, provider, tools, ...parameters } = config;
  const name = textOf(model) ?? textOf(model_name) ?? textOf(modelName);
  const found = name === null ? null : modelOf(name, parameters, textOf(provider) ?? undefined);
  if (!found) {
    const lost = name === null ? Object.keys(parameters) : ["model", ...Object.keys(parameters)];
    if (lost.length > 0)
      sink.warn(pointer, `The config names no model that is known, so it is left out: ${lost.slice(0, 8).join(", ")}.`);
  }
  const isToolList = Array.isArray(tools) && tools.length > 0 && tools.every(isFields);
  return { ...(found && { model: found }), ...(isToolList && { tools }) };
}

/** Prompts as Langfuse's API gives them, one object for each version. Liquid beyond `{{ name }}` stays Liquid. */
export function writeLangfuse(prompts: readonly BundlePrompt[]): Fields[] {
  return prompts.flatMap(({ name, tags, versions, deployments }) =>
    versions.map(({ version, content, message }) => ({
      name,
      version,
      type: content.type,
      prompt:
        content.type === "text"
          ? textIn(content, content.messages[0])
          : content.messages.map((entry) => writeEntry(content, entry)),
      config: writeConfig(content),
      labels: [
        ...deployments.filter((live) => live.version === version).map(({ environment }) => environment),
        ...(version === versions.at(-1)?.version ? ["latest"] : []),
      ],
      tags,
      commitMessage: message || null,
    })),
  );
}

const textIn = (content: Content, entry: Content["messages"][number] | undefined) =>
  entry && !isPlaceholder(entry) ? withReferences(entry.content, content) : "";

function writeEntry(content: Content, entry: Content["messages"][number]): Fields {
  if (isPlaceholder(entry)) return { type: "placeholder", name: entry.placeholder };
  return { type: "chatmessage", role: entry.role, content: withReferences(entry.content, content) };
}

function withReferences(text: string, { snippets = [] }: Content): string {
  let result = text;
  for (const { token, name } of scanTemplate(text).snippets.toReversed()) {
    const version = snippets.find((pin) => pin.name === name)?.version;
    const tag = `@@@langfusePrompt:name=${name}|${version === undefined ? "label=production" : `version=${version}`}@@@`;
    result = result.slice(0, token.begin) + tag + result.slice(token.end);
  }
  return result;
}

function writeConfig({ model, tools, responseSchema }: Content): Fields {
  return {
    ...(model && { model: model.name, provider: model.provider, ...model.parameters }),
    ...(tools && { tools }),
    ...(responseSchema && { json_schema: responseSchema }),
  };
}
