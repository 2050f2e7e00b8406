import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import type { Source } from "@/lib/template/source";
import { isVariableName } from "@/lib/template/variables";
import { defineImporter } from "../define-importer";
import { type IncomingPrompt, tagsOf } from "../format";
import { takeSchema, withVariables } from "../settings";
import { promptOf, Sink } from "../sink";
import { dialectOf, fill, readMessages, readString } from "./lang-chain-messages";
import { isModel, readModel, takeClass } from "./lang-chain-model";
import { className, isNode } from "./lang-chain-node";

/** LangSmith's commits and LangChain's serialized prompts, with or without a bound model. */
export const langChain = defineImporter({
  format: "langsmith",
  label: "LangSmith, LangChain",
  reads: "a commit or a manifest: prompt, chat, structured and few-shot templates, with their model",
  endings: [".json"],
  kinds: ["json", "yaml"],
  is: ({ source: { value } }) =>
    isNode(value) ||
    (Array.isArray(value) && value.length > 0 && value.every((each) => isRecord(each) && isNode(each.manifest))) ||
    (isRecord(value) && (isNode(value.manifest) || ["prompt", "few_shot"].includes(String(value._type)))),
  read: ({ source, name }) =>
    (Array.isArray(source.value) ? source.items() : [source]).map((each) => readLangChain(each, name)),
});

/** Reads one commit or manifest. */
function readLangChain(source: Source, fileName: string): IncomingPrompt {
  const sink = new Sink(source);
  const isCommit = isNode(source.at("manifest").value);
  const manifest = isCommit ? source.at("manifest") : source;
  const found = findParts(manifest);
  const content = found.prompt ? readPrompt(found.prompt, sink) : null;
  if (!content) {
    const what = found.prompts > 1 ? `${found.prompts} prompts` : `no prompt, but a "${className(manifest) || "?"}"`;
    sink.refuse(manifest.pointer, `This chain holds ${what}. One prompt can be read, with its model.`);
  }
  const about = isCommit ? source : manifest.at("kwargs").at("metadata");
  if (isCommit)
    source.setAside("owner", "commit_hash", "parent_commit_hash", "created_at", "updated_at", "id", "repo_id");
  const hub = manifest.at("kwargs").at("metadata");
  const name = isCommit
    ? (source.text("repo") ?? source.text("repo_handle") ?? source.text("full_name")?.split("/").at(-1))
    : hub.text("lc_hub_repo");
  for (const each of [hub, found.prompt?.at("kwargs").at("metadata")])
    each?.setAside("lc_hub_owner", "lc_hub_repo", "lc_hub_commit_hash");
  const rest = found.model ? readModel(found.model, found.bound) : {};
  const whole = content && { ...rest, ...content };
  const version = sink.version(
    whole,
    isCommit ? { number: source.number("version"), labels: source.texts("labels") } : {},
  );
  const tags = isCommit && source.has("tags") ? tagsOf(source.texts("tags")) : null;
  return promptOf(name ?? fileName, [version], { description: about.text("description"), tags });
}

type Parts = { prompt: Source | null; prompts: number; model: Source | null; bound: Source | null };

const promptClasses = ["ChatPromptTemplate", "StructuredPrompt", "PromptTemplate", "FewShotPromptTemplate"];
const isPrompt = (source: Source) =>
  promptClasses.includes(className(source)) || ["prompt", "few_shot"].includes(String(source.at("_type").value));

/**
 * Finds the prompt and the first model of a chain. Parsers and other steps are not taken, so they are listed as lost.
 */
function findParts(manifest: Source): Parts {
  const prompts: Source[] = [];
  let model: Source | null = null;
  let bound: Source | null = null;
  const visit = (source: Source, binding: Source | null, depth: number): void => {
    if (depth > 20) return;
    const name = className(source);
    const kwargs = source.at("kwargs");
    if (isPrompt(source)) prompts.push(source);
    else if (name === "RunnableSequence") {
      takeClass(source);
      for (const step of [kwargs.at("first"), ...kwargs.at("middle").items(), kwargs.at("last")])
        visit(step, binding, depth + 1);
    } else if (name === "RunnableBinding") {
      takeClass(source);
      visit(kwargs.at("bound"), kwargs.at("kwargs"), depth + 1);
    } else if (isModel(source) && !model) [model, bound] = [source, binding];
  };
  visit(manifest, null, 0);
  const [only] = prompts;
  return { prompt: only && prompts.length === 1 ? only : null, prompts: prompts.length, model, bound };
}

function readPrompt(source: Source, sink: Sink): Content {
  const plain = source.at("_type");
  const kwargs = isNode(source.value) ? source.at("kwargs") : source;
  if (typeof plain.value === "string") plain.take();
  else takeClass(source);
  kwargs.setAside("input_variables", "optional_variables", "validate_template", "input_types", "output_parser", "tags");
  const content = readTemplate(source, kwargs, sink);
  return withVariables(content, partials(kwargs.at("partial_variables")), sink);
}

/** Variables with partial values in the template. Here they become variables with a default. */
function partials(values: Source): NonNullable<Content["variables"]> {
  return values.fields().flatMap(([name, field]) => {
    if (!isVariableName(name)) return [];
    if (!["string", "number", "boolean"].includes(typeof field.value)) {
      field.leave("A value that is computed when the prompt is called. Applications must send it.");
      return [];
    }
    const type = typeof field.value as "string" | "number" | "boolean";
    return [{ name, type, required: false, default: field.take() }];
  });
}

function readTemplate(source: Source, kwargs: Source, sink: Sink): Content {
  const name = className(source) || String(source.at("_type").value);
  if (name === "PromptTemplate") return asText(readString(source, sink));
  if (name === "prompt") return asText(sink.template(kwargs.at("template"), dialectOf(kwargs)));
  if (name === "FewShotPromptTemplate" || name === "few_shot") return asText(readFewShot(kwargs, sink));
  const schema = name === "StructuredPrompt" ? readSchema(kwargs) : null;
  return {
    type: "chat",
    messages: readMessages(kwargs.at("messages"), sink),
    ...schema,
  };
}

const asText = (content: string): Content => ({ type: "text", messages: [{ role: "user", content }] });

/** Reads a schema in LangChain's form or as JSON Schema. Other forms are not taken, and the reason is noted. */
function readSchema(kwargs: Source): ReturnType<typeof takeSchema> {
  const field = ["schema_", "schema"].map((key) => kwargs.at(key)).find(({ value }) => isRecord(value));
  if (!field) return null;
  const schema = takeSchema(field);
  if (!schema) field.leave("This is not a JSON Schema.");
  return schema;
}

/** Joins prefix, examples and suffix to one text, as LangChain does. */
function readFewShot(kwargs: Source, sink: Sink): string {
  const examples = kwargs.at("examples");
  if (!Array.isArray(examples.value)) {
    sink.refuse(examples.pointer, "These examples are chosen when the prompt is called, which is not supported here.");
    return "";
  }
  const template = kwargs.at("example_prompt");
  const inner = isNode(template.value) ? template.at("kwargs") : template;
  if (isNode(template.value)) takeClass(template);
  inner.setAside("input_variables", "validate_template", "_type", "input_types");
  const dialect = dialectOf(kwargs);
  const text = (key: string) => (kwargs.has(key) ? [sink.template(kwargs.at(key), dialect)] : []);
  inner.at("template").take();
  const written = examples
    .items()
    .map((example) => sink.convert(fill(inner, example, sink), example.pointer, "literal"));
  const separator = kwargs.at("example_separator");
  const between = typeof separator.value === "string" ? (separator.take() as string) : "\n\n";
  return [...text("prefix"), ...written, ...text("suffix")].join(between);
}
