import { isRecord } from "@/lib/core/records";
import type { Content, Model, Variable, VariableType } from "@/lib/template/content";
import { convertJinja } from "@/lib/template/curly-templates";
import { roleOf } from "@/lib/template/dotprompt-body";
import type { FrontMatter } from "@/lib/template/front-matter";
import { convertHandlebars } from "@/lib/template/handlebars";
import type { Source } from "@/lib/template/source";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import { defineImporter, endsWith, nameIn } from "../define-importer";
import { atRoot, tagsOf } from "../format";
import { takeModel, takeResponseFormat, takeTools, withVariables } from "../settings";
import { promptOf, Sink } from "../sink";

const providers: Record<string, string> = { azure_openai: "azure", azure_serverless: "azure", openai: "openai" };
const connection = ["azure_endpoint", "api_key", "api_version", "base_url", "organization", "endpoint", "key"];
const types: Record<string, VariableType> = {
  string: "string",
  number: "number",
  integer: "number",
  float: "number",
  boolean: "boolean",
  bool: "boolean",
  array: "array",
  list: "array",
  object: "object",
  dict: "object",
};

/** Microsoft's Prompty. */
export const prompty = defineImporter({
  format: "prompty",
  label: "Prompty",
  reads: "one prompt: model, inputs and a body with a line for each role",
  endings: [".prompty"],
  kinds: ["front matter", "text"],
  is: (file) => endsWith(file, ".prompty") || isRecord(file.front.fields.model),
  read({ front, source, name: fileName }) {
    const sink = new Sink();
    source.setAside("authors", "author", "version", "date");
    const model = readModel(source.at("model"));
    const tools = takeTools(source) ?? takeTools(source.at("model").at("parameters"));
    const body = readBody(front, source.at("template"));
    const content: Content = { ...body, ...model, ...(tools && { tools }) };
    sink.problems.push(...atRoot(front.notes.problems));
    sink.warnings.push(...atRoot(front.notes.warnings));
    const whole = withVariables(content, readInputs(source.at("inputs")), sink);
    for (const key of ["sample", "base"]) source.at(key).leave(words[key] ?? "");
    const tags = source.has("tags") ? tagsOf(source.texts("tags")) : null;
    const name = nameIn(source.text("name"), fileName);
    return [promptOf(name, [sink.version(whole)], { description: source.text("description"), tags })];
  },
});

const words: Record<string, string> = {
  sample: "A sample is not a default. Add it to a suite as a case.",
  base: "The base file is not read.",
};

/**
 * Reads the model: `configuration` is the connection, `parameters` the settings. The second form has `id`, `provider`,
 * `options`.
 */
function readModel(source: Source): Partial<Content> {
  const configuration = source.at("configuration");
  const type = configuration.at("type");
  const known = providers[String(type.value)];
  source.setAside("response");
  configuration.setAside(...connection);
  source.setAside("connection");
  if (["chat", "completion"].includes(String(source.at("api").value))) source.text("api");
  const name =
    [
      configuration.at("azure_deployment"),
      configuration.at("name"),
      configuration.at("model"),
      source.at("id"),
      source,
    ].find(({ value }) => typeof value === "string" && value !== "" && !value.startsWith("${")) ?? source.at("id");
  const [parameters, options] = [source.at("parameters"), source.at("options")];
  const format = takeResponseFormat(parameters.at("response_format"));
  const found = takeModel(name, [parameters, options], {
    provider: known ?? source.at("provider"),
    isOpen: ["response_format", "tools"],
  });
  if (found && known) type.take();
  const model: Model | null =
    found && format.setting !== undefined
      ? { ...found, parameters: { ...found.parameters, response_format: format.setting } }
      : found;
  return { ...(model && { model }), ...format.schema };
}

/** Reads inputs as variables. A plain value is a sample, not a default. */
function readInputs(inputs: Source): Variable[] {
  return inputs.fields().flatMap(([name, input]): Variable[] => {
    if (!isVariableName(name) || isReservedVariableName(name)) return [];
    if (!input.isMap()) {
      input.leave(words.sample ?? "");
      return [];
    }
    const type = types[String(input.at("type").value)];
    if (type) input.at("type").take();
    for (const key of ["sample", "example"]) input.at(key).leave(words.sample ?? "");
    const field = ["is_required", "required"]
      .map((key) => input.at(key))
      .find(({ value }) => typeof value === "boolean");
    const fallback = input.at("default");
    const hasDefault = fallback.value !== undefined && fallback.value !== null;
    const description = input.text("description");
    return [
      {
        name,
        type: type ?? "string",
        required: field ? (field.take() as boolean) : !hasDefault,
        ...(hasDefault && { default: fallback.take() }),
        ...(description !== null && { description }),
      },
    ];
  });
}

const roleLine = /^[ \t]*#?[ \t]*(system|user|assistant|developer|tool|function)[ \t]*:[ \t]*\r?$/gim;

/**
 * Reads the body. Each line that contains only a role starts a message. Text before the first one is the system
 * message.
 */
function readBody(front: FrontMatter, template: Source): Pick<Content, "type" | "messages"> {
  const { text, bodyOffset, notes } = front;
  const field = template.isMap() ? template.at("format") : template;
  const language = String(field.value ?? "jinja2");
  if (template.isMap() && template.at("parser").value === "prompty") template.at("parser").take();
  const isMustache = language === "mustache";
  if (isMustache || language === "jinja2") field.take();
  else notes.refuse(front.placeOf("template"), `Templates in "${language}" are not read: jinja2 and mustache are.`);
  const convert = (from: number, to: number) => {
    const piece = text.slice(from, to);
    const start = from + piece.length - piece.trimStart().length;
    const picture = /!\[[^\]\n]{0,300}\]\([^)\n]{1,1000}\)/.exec(piece);
    if (picture) notes.refuse(from + picture.index, "Pictures are not supported here: messages are text.");
    const end = from + piece.trimEnd().length;
    if (!isMustache) return convertJinja(text.slice(start, Math.max(start, end)), notes, start);
    return convertHandlebars(text.slice(0, Math.max(start, end)), start, notes)
      .map((part) => ("text" in part ? part.text : ""))
      .join("");
  };
  const marks = [...text.slice(bodyOffset).matchAll(roleLine)];
  const [first] = marks;
  if (!first) return { type: "text", messages: [{ role: "user", content: convert(bodyOffset, text.length) }] };
  const messages: Content["messages"] = [];
  const before = convert(bodyOffset, bodyOffset + first.index);
  if (before !== "") messages.push({ role: "system", content: before });
  for (const [index, mark] of marks.entries()) {
    const at = bodyOffset + mark.index;
    const role = roleOf((mark[1] ?? "").toLowerCase());
    const next = marks[index + 1];
    const content = convert(at + mark[0].length, next ? bodyOffset + next.index : text.length);
    if (role) messages.push({ role, content });
    else notes.refuse(at, `The role "${mark[1]}" is not supported here.`);
  }
  return { type: "chat", messages };
}
