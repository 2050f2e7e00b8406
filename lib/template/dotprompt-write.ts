import { Document, Scalar, visit } from "yaml";
import type { Content } from "./content";
import { isPortable, isSameJson, readDotprompt } from "./dotprompt";
import { writeBody } from "./dotprompt-body";
import { inferVariables } from "./infer";
import { isJsonSchema, variablesToPico } from "./picoschema";
import { textMark } from "./text-mark";

type Fields = Record<string, unknown>;

/** The prompt to write: one version and the fields of the prompt. */
export type PromptToWrite = { name: string; description?: string; tags?: readonly string[]; content: Content };

/** The fields that are compared after reading the file back. Those that differ are written under `understudy`. */
export const comparedFields = [
  "type",
  "messages",
  "examples",
  "model",
  "responseSchema",
  "responseFormat",
  "tools",
  "snippets",
] as const;

/**
 * Writes a `.prompt` file (Dotprompt) that reads back as exactly this content. Plain prompts become ordinary Dotprompt.
 * Fields without a counterpart are written under `understudy`, and a Liquid body is marked `template: liquid`.
 */
export function writeDotprompt(prompt: PromptToWrite): string {
  const { content, tags = [] } = prompt;
  const front = standardFields(prompt);
  const body = writeBody(content);
  const base = tags.length > 0 ? { tags: [...tags] } : {};
  const asHandlebars = isPortable(content) ? missing(front, base, body, content) : { messages: content.messages };
  if (!("messages" in asHandlebars)) return file(front, { ...base, ...asHandlebars }, body);
  const liquid = { ...base, template: "liquid" };
  const asLiquid = missing(front, liquid, body, content);
  if (!("messages" in asLiquid)) return file(front, { ...liquid, ...asLiquid }, body);
  return file(
    front,
    { ...base, ...asLiquid, type: content.type, messages: content.messages, body: textMark(body) },
    body,
  );
}

/** Returns the fields of the content that are lost on reading. Null for a field that must not be read back. */
function missing(front: Fields, understudy: Fields, body: string, content: Content): Fields {
  const { content: read } = readDotprompt(file(front, understudy, body));
  const lost: Fields = {};
  for (const field of comparedFields)
    if (!isSameJson(read?.[field], content[field])) lost[field] = content[field] ?? null;
  const variables =
    read && (read.variables ?? inferVariables({ ...content, variables: undefined } as Content).variables);
  if (content.variables && !isSameJson(variables, content.variables)) lost.variables = content.variables;
  return lost;
}

function standardFields({ name, description, content }: PromptToWrite): Fields {
  const { model, variables = [], responseSchema, tools } = content;
  const { schema, defaults } = variablesToPico(variables);
  const names = (tools ?? []).map(toolName).filter((tool) => tool !== null);
  const provider = model?.provider === "google" ? "googleai" : model?.provider;
  return {
    name,
    ...(description && { description }),
    ...(model && { model: `${provider}/${model.name}` }),
    ...(model?.parameters && Object.keys(model.parameters).length > 0 && { config: model.parameters }),
    ...(variables.length > 0 && {
      input: { schema, ...(Object.keys(defaults).length > 0 && { default: defaults }) },
    }),
    ...(isJsonSchema(responseSchema) && { output: { format: "json", schema: responseSchema } }),
    ...(names.length > 0 && { tools: names }),
  };
}

function toolName(tool: Fields): string | null {
  const inner = tool.function;
  const name = typeof inner === "object" && inner !== null ? (inner as Fields).name : tool.name;
  return typeof name === "string" ? name : null;
}

function file(front: Fields, understudy: Fields, body: string): string {
  const fields = Object.keys(understudy).length > 0 ? { ...front, understudy } : front;
  const document = new Document(fields, { aliasDuplicateObjects: false, version: "1.2" });
  // The package writes " \n" as a block, which reads the spaces as indentation. Quotes preserve them.
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && /^\s*\n\s*$/.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return `---\n${document.toString({ lineWidth: 0 })}---\n${body}`;
}
