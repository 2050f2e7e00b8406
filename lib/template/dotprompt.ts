import serialize from "canonicalize";
import { type Content, isPlaceholder, type Variable } from "./content";
import { type Body, readHandlebarsBody, readLiquidBody } from "./dotprompt-body";
import { type FrontMatter, isFields, readFrontMatter } from "./front-matter";
import type { Note } from "./import-note";
import { modelOf } from "./models";
import { isJsonSchema, picoToJsonSchema, schemaToVariables } from "./picoschema";

/** A `.prompt` file as read: its content may still hold what a version does not allow. Null with problems. */
export type ReadPrompt = {
  name: string | null;
  description: string | null;
  tags: string[] | null;
  content: Content | null;
  problems: Note[];
  warnings: Note[];
};

const contentFields = [
  "type",
  "messages",
  "examples",
  "model",
  "variables",
  "responseSchema",
  "tools",
  "snippets",
] as const;

/** Reads a Dotprompt file: Google's, or one that `writeDotprompt` wrote. Never throws. */
export function readDotprompt(source: string): ReadPrompt {
  const file = readFrontMatter(source);
  return readDotpromptFile(file);
}

/** As `readDotprompt`, for a file whose front matter was read. */
export function readDotpromptFile(file: FrontMatter): ReadPrompt {
  const { fields, notes, placeOf } = file;
  const text = (key: string) => (typeof fields[key] === "string" ? (fields[key] as string) : null);
  const exact = isFields(fields.understudy) ? fields.understudy : null;
  const content = notes.problems.length > 0 ? null : readContent(file, exact);
  const tags = exact && Array.isArray(exact.tags) ? exact.tags.filter((tag) => typeof tag === "string") : null;
  if (text("variant"))
    notes.warn(placeOf("variant"), `The variant "${text("variant")}" becomes a prompt of its own name.`);
  return {
    name: text("name") && text("variant") ? `${text("name")}.${text("variant")}` : text("name"),
    description: text("description"),
    tags,
    content: notes.problems.length > 0 ? null : content,
    problems: notes.problems,
    warnings: notes.warnings,
  };
}

function readContent(file: FrontMatter, exact: Record<string, unknown> | null): Content {
  const { text, bodyOffset, notes, placeOf } = file;
  const standard = readStandard(file, exact);
  const booleans = new Set((standard.variables ?? []).filter(({ type }) => type === "boolean").map(({ name }) => name));
  const isBodyExact = exact !== null && Array.isArray(exact.messages);
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
    const value = exact[field];
    content = (value === null ? rest : { ...rest, [field]: value }) as Content;
  }
  if (isBodyExact && exact?.body !== bodyMark(text.slice(bodyOffset)))
    notes.refuse(
      placeOf("understudy", "messages"),
      "The body was changed, but the exact messages stand in the front matter. Remove understudy.messages to import the body.",
    );
  return content;
}

/** A short mark of a body, to notice that somebody changed it: its length and a 32-bit sum. */
export function bodyMark(body: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < body.length; index++) sum = Math.imul(sum ^ body.charCodeAt(index), 0x01000193);
  return `${body.length}-${(sum >>> 0).toString(16).padStart(8, "0")}`;
}

/** What Dotprompt's own fields say about the content, besides the messages. */
function readStandard(
  { fields, notes, placeOf }: FrontMatter,
  exact: Record<string, unknown> | null,
): Partial<Content> {
  const result: Partial<Content> = {};
  const isExact = (field: string) => exact !== null && Object.hasOwn(exact, field);
  const { model, config, input, output, tools } = fields;
  if (typeof model === "string" && model !== "" && !isExact("model")) {
    const found = modelOf(model, isFields(config) ? config : {});
    if (found) result.model = found;
    else notes.warn(placeOf("model"), `The model "${model}" names no provider, so it is left out.`);
  } else if (isFields(config) && Object.keys(config).length > 0 && !isExact("model"))
    notes.warn(placeOf("config"), "The settings under config belong to no model, so they are left out.");
  if (isFields(input) && !isExact("variables")) {
    const variables = readVariables(input, (message) => notes.warn(placeOf("input"), message));
    if (variables) result.variables = variables;
  }
  if (isFields(output) && !isExact("responseSchema")) {
    const schema = isJsonSchema(output.schema) ? output.schema : picoToJsonSchema(output.schema);
    if (schema) result.responseSchema = schema;
    else if (output.schema !== undefined)
      notes.warn(placeOf("output", "schema"), "The output schema cannot be read, so it is left out.");
  }
  if (Array.isArray(tools) && tools.length > 0 && !isExact("tools")) {
    if (tools.every(isFields)) result.tools = tools;
    else
      notes.warn(placeOf("tools"), `The file names tools (${tools.slice(0, 5).join(", ")}) but does not define them.`);
  }
  return result;
}

function readVariables(input: Record<string, unknown>, warn: (message: string) => void): Variable[] | null {
  const defaults = isFields(input.default) ? input.default : {};
  if (input.schema !== undefined) {
    const variables = schemaToVariables(input.schema, defaults);
    if (variables) return variables;
    warn("The input schema cannot be read; the variables are taken from the text.");
  }
  return null;
}

/** Whether two JSON values are the same; a missing one equals only a missing one. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return serialize(one) === serialize(other);
}

/** Placeholders that Dotprompt knows: the history alone. */
export function isPortable({ messages }: Content): boolean {
  return messages.every((entry) => !isPlaceholder(entry) || entry.placeholder === "history");
}
