import { isRecord } from "@/lib/core/records";
import type { Content, Model } from "@/lib/template/content";
import { modelOf } from "@/lib/template/models";
import { Source } from "@/lib/template/source";
import { readYaml } from "@/lib/template/yaml";
import { readMessage } from "../chat";
import { defineImporter } from "../define-importer";
import type { IncomingPrompt } from "../format";
import { promptOf, Sink } from "../sink";

const besides = [
  "providers",
  "targets",
  "tests",
  "defaultTest",
  "scenarios",
  "assert",
  "outputPath",
  "evaluateOptions",
];

/** The prompts in promptfoo's configuration. Its tests are imported as cases of a suite. */
export const promptfoo = defineImporter({
  format: "promptfoo",
  label: "promptfoo",
  reads: "the prompts that stand in a configuration; its tests are imported into a suite",
  endings: [".yaml", ".json"],
  kinds: ["yaml", "json"],
  is: ({ source: { value } }) =>
    isRecord(value) &&
    value.format !== "understudy" &&
    (Array.isArray(value.prompts) || typeof value.prompts === "string") &&
    besides.some((key) => Object.hasOwn(value, key)),
  read({ source, name }) {
    const model = onlyModel(source);
    for (const key of ["tests", "defaultTest", "scenarios", "derivedMetrics"])
      source.at(key).leave("Tests are cases of a suite: import the file there too.");
    source.setAside("outputPath", "evaluateOptions", "commandLineOptions", "sharing", "tags", "env");
    const list = typeof source.at("prompts").value === "string" ? [source.at("prompts")] : source.at("prompts").items();
    const prompts = list.map((prompt, index) => readPrompt(prompt, model, { name, index, isOnly: list.length === 1 }));
    const [first] = prompts;
    if (first && prompts.length === 1) first.description = source.text("description");
    return prompts.length > 0 ? prompts : "The configuration has no prompts.";
  },
});

type PromptPlace = { name: string; index: number; isOnly: boolean };

function readPrompt(source: Source, model: Model | null, { name, index, isOnly }: PromptPlace): IncomingPrompt {
  const sink = new Sink(source);
  const field = source.isMap() ? (source.has("raw") ? source.at("raw") : source.at("id")) : source;
  const label = source.isMap() ? source.text("label") : null;
  const own = label ?? (source.isMap() && field !== source.at("id") ? source.text("id") : null);
  const text = typeof field.value === "string" ? field.value : "";
  const target = own ?? (isOnly ? name : `${name}/prompt-${index + 1}`);
  if (isReference(text)) {
    sink.refuse(field.pointer, `The prompt is in another file: ${text.slice(0, 200)}. Import that file.`);
    return promptOf(target, [sink.version(null)]);
  }
  const content = readContent(field, sink);
  return promptOf(target, [sink.version({ ...content, ...(model && { model }) })]);
}

const isReference = (text: string) =>
  /^(file|https?|exec|langfuse|portkey|helicone):\/\//.test(text) ||
  /^[^\n{}]{1,300}\.(txt|md|json|jsonl|ya?ml|csv|j2|py|js|ts|mjs|cjs)(:\w+)?$/.test(text.trim());

/** Reads a text that may contain a chat as JSON or YAML. Nunjucks shares with Liquid what Jinja2 does. */
function readContent(field: Source, sink: Sink): Content {
  const chat = typeof field.value === "string" ? chatIn(field.value) : null;
  if (!chat) return { type: "text", messages: [{ role: "user", content: sink.template(field, "jinja") }] };
  field.take();
  const inner = new Source(chat, field.pointer);
  const messages = inner.items().map((entry) => readMessage(entry, sink, "jinja"));
  inner.settle(sink);
  return { type: "chat", messages };
}

function chatIn(text: string): unknown[] | null {
  const value = /^\s*\[/.test(text) ? parse(text) : /^\s*-\s+role\s*:/.test(text) ? readList(text) : null;
  const isChat = Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry) && "role" in entry);
  return isChat ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // it contains template syntax, so it is one text
  }
}

function readList(text: string): unknown {
  const read = readYaml(text);
  return read.ok ? read.value : null;
}

/** A single provider becomes the model of every prompt. Several providers are only compared there, so none is used. */
function onlyModel(source: Source): Model | null {
  const field = source.has("providers") ? source.at("providers") : source.at("targets");
  const list = Array.isArray(field.value) ? field.items() : [field];
  const [only] = list;
  if (!only || list.length !== 1) {
    field.leave("Several models are compared here. Choose one in the editor.");
    return null;
  }
  const id = only.isMap() ? only.at("id") : only;
  const [provider = "", ...rest] = String(id.value ?? "").split(":");
  const name = rest.at(-1);
  const kinds = ["chat", "completion", "responses", "messages", "completions"];
  const isPlain = rest.length === 1 || (rest.length === 2 && kinds.includes(rest[0] ?? ""));
  const config = only.isMap() ? only.at("config") : null;
  const parameters = isRecord(config?.value) ? config.value : {};
  const known = [
    "openai",
    "anthropic",
    "azure",
    "google",
    "vertex",
    "mistral",
    "cohere",
    "groq",
    "bedrock",
    "openrouter",
    "ollama",
    "deepseek",
    "xai",
  ];
  if (!name || !isPlain || !known.includes(provider)) {
    field.leave("The models of this provider are not known here.");
    return null;
  }
  id.take();
  config?.take();
  return modelOf(name, parameters, provider === "vertex" ? "google" : provider);
}
