import serialize from "canonicalize";
import { isRecord } from "@/lib/core/records";
import { type Content, isPlaceholder, type Variable } from "./content";
import { type Body, readHandlebarsBody, readLiquidBody } from "./dotprompt-body";
import { type FrontMatter, readFrontMatter } from "./front-matter";
import type { Note } from "./import-note";
import { modelOf } from "./models";
import { isJsonSchema, picoToJsonSchema, schemaToVariables } from "./picoschema";
import type { Source } from "./source";
import { textMark } from "./text-mark";

/** The result of reading a `.prompt` file. The content may not be a valid version. Null if there are problems. */
export type ReadPrompt = {
  name: string | null;
  description: string | null;
  tags: string[] | null;
  content: Content | null;
  problems: Note[];
  warnings: Note[];
};

/** The fields of a content that `understudy` may contain, in files of any format. */
export const contentFields = [
  "type",
  "messages",
  "examples",
  "model",
  "variables",
  "responseSchema",
  "responseFormat",
  "tools",
  "snippets",
] as const;

/** Reads a Dotprompt file of Google's tools or of `writeDotprompt`. Never throws. */
export function readDotprompt(source: string): ReadPrompt {
  const file = readFrontMatter(source);
  return readDotpromptFile(file);
}

/** Like `readDotprompt`, for a file whose front matter was already read. */
export function readDotpromptFile(file: FrontMatter): ReadPrompt {
  const { fields, source, notes, placeOf } = file;
  const exact = isRecord(fields.understudy) ? fields.understudy : null;
  const content = notes.problems.length > 0 ? null : readContent(file, exact);
  const name = source.text("name");
  const variant = name === null ? null : source.text("variant");
  if (variant !== null) notes.warn(placeOf("variant"), `The variant "${variant}" becomes a prompt of its own name.`);
  return {
    name: variant === null ? name : `${name}.${variant}`,
    description: source.text("description"),
    tags: source.at("understudy").has("tags") ? source.at("understudy").texts("tags") : null,
    content: notes.problems.length > 0 ? null : content,
    problems: notes.problems,
    warnings: notes.warnings,
  };
}

function readContent(file: FrontMatter, exact: Record<string, unknown> | null): Content {
  const { text, bodyOffset, notes, placeOf } = file;
  const own = file.source.at("understudy");
  const standard = readStandard(file, exact);
  const booleans = new Set((standard.variables ?? []).filter(({ type }) => type === "boolean").map(({ name }) => name));
  const isBodyExact = exact !== null && Array.isArray(exact.messages);
  if (isBodyExact) own.at("body").take();
  if (exact?.template === "liquid") own.at("template").take();
  const body =
    !isBodyExact && exact?.template === "liquid" ? readLiquidBody(text.slice(bodyOffset), bodyOffset, notes) : null;
  const read: Body =
    body ?? (isBodyExact ? { entries: [], hasMarkers: true } : readHandlebarsBody(text, bodyOffset, notes, booleans));
  let content: Content = {
    type: read.hasMarkers ? "chat" : "text",
    messages: read.entries,
    ...standard,
  };
  for (const field of contentFields) {
    if (!exact || !Object.hasOwn(exact, field)) continue;
    const { [field]: _standard, ...rest } = content;
    const value = own.at(field).take();
    content = (value === null ? rest : { ...rest, [field]: value }) as Content;
  }
  if (isBodyExact && exact?.body !== textMark(text.slice(bodyOffset)))
    notes.refuse(
      placeOf("understudy", "messages"),
      "The body was changed, but the exact messages are in the front matter. Remove understudy.messages to import the body.",
    );
  return content;
}

/** Reads the content fields of Dotprompt itself, except the messages. */
function readStandard(
  { fields, source, notes, placeOf }: FrontMatter,
  exact: Record<string, unknown> | null,
): Partial<Content> {
  const result: Partial<Content> = {};
  const isExact = (field: string) => exact !== null && Object.hasOwn(exact, field);
  const { model, config, input, output, tools } = fields;
  // Fields under `understudy` that are written a second time, for other tools.
  const twice = { model: ["model", "config"], variables: ["input"], responseSchema: ["output"], tools: ["tools"] };
  for (const [field, keys] of Object.entries(twice)) if (isExact(field)) source.setAside(...keys);
  if (typeof model === "string" && model !== "" && !isExact("model")) {
    const found = modelOf(model, isRecord(config) ? config : {});
    if (found) {
      result.model = found;
      source.text("model");
      if (isRecord(config)) source.at("config").take();
    } else source.at("model").leave("The model names no provider: write provider/model.");
  }
  if (!result.model && isRecord(config) && !isExact("model"))
    source.at("config").leave("The settings belong to no model.");
  if (isRecord(input) && !isExact("variables")) {
    const variables = readVariables(input, (message) => notes.warn(placeOf("input"), message));
    if (variables) {
      result.variables = variables;
      source.at("input").at("schema").take();
      if (isRecord(input.default)) takeDefaults(source.at("input").at("default"), variables);
    }
  }
  if (isRecord(output) && !isExact("responseSchema")) {
    const schema = isJsonSchema(output.schema) ? output.schema : picoToJsonSchema(output.schema);
    if (schema) {
      result.responseSchema = schema;
      source.at("output").at("schema").take();
      if (output.format === "json") source.at("output").at("format").take();
    } else if (output.schema !== undefined) source.at("output").at("schema").leave("The schema cannot be read.");
  }
  if (Array.isArray(tools) && tools.length > 0 && !isExact("tools")) {
    if (tools.every(isRecord)) {
      source.at("tools").take();
      result.tools = tools;
    } else source.at("tools").leave("The file names tools but does not define them.");
  }
  return result;
}

/** A default of a variable that is missing from the schema is not imported. */
function takeDefaults(defaults: Source, variables: readonly Variable[]): void {
  for (const { name } of variables) defaults.at(name).take();
}

function readVariables(input: Record<string, unknown>, warn: (message: string) => void): Variable[] | null {
  const defaults = isRecord(input.default) ? input.default : {};
  if (input.schema !== undefined) {
    const variables = schemaToVariables(input.schema, defaults);
    if (variables) return variables;
    warn("The input schema cannot be read; the variables are taken from the text.");
  }
  return null;
}

/** Whether two JSON values are equal. A missing value only equals a missing value. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return serialize(one) === serialize(other);
}

/** Whether Dotprompt supports all placeholders: it only knows the history. */
export function isPortable({ messages }: Content): boolean {
  return messages.every((entry) => !isPlaceholder(entry) || entry.placeholder === "history");
}
