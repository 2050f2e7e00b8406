import { parseJson } from "@/lib/core/parse-json";
import { isRecord } from "@/lib/core/records";
import type { Content, Example, Message, Model, Variable } from "@/lib/template/content";
import { isPlaceholder } from "@/lib/template/content";
import { readValue } from "../value-text";
import { writeValue } from "../write-value";
import type { Draft, DraftExample, DraftMessage, DraftModel, DraftVariable } from "./draft";
import { readCalls, readContent, toDraftCalls, toDraftContent } from "./draft-parts";
import { savedSettings, splitSettings, unreadSettings } from "./model-settings";

/** A field outside of the templates whose text cannot be parsed. */
export type FieldProblem = { field: string; message: string };

const maxTokensKeys = ["max_tokens", "max_output_tokens", "max_completion_tokens", "maxTokens", "maxOutputTokens"];

/** Converts the content of a version to a draft. Ids derive from positions, so server and browser use the same. */
export function toDraft(content: Content): Draft {
  return {
    type: content.type,
    entries: content.messages.map((entry, index) =>
      isPlaceholder(entry) ? { id: `m${index}`, kind: "slot", ...entry } : toDraftMessage(`m${index}`, entry),
    ),
    examples: (content.examples ?? []).map((example, index) => toDraftExample(`x${index}`, example)),
    variables: (content.variables ?? []).map(toDraftVariable),
    removed: [],
    model: toDraftModel(content.model),
    responseSchema: content.responseSchema ? JSON.stringify(content.responseSchema, null, 2) : "",
    ...(content.responseFormat && { responseFormat: content.responseFormat }),
    tools: content.tools ? JSON.stringify(content.tools, null, 2) : "",
    pins: content.snippets ?? [],
  };
}

function toDraftMessage(id: string, message: Message): DraftMessage {
  const { role, name, content } = message;
  return { id, kind: "message", role, ...toDraftContent(content), ...(name && { name }), ...toDraftCalls(message) };
}

function toDraftExample(id: string, { input, output }: Example): DraftExample {
  const [inputContent, outputContent] = [toDraftContent(input), toDraftContent(output)];
  return {
    id,
    input: inputContent.content,
    output: outputContent.content,
    ...(inputContent.parts && { inputParts: inputContent.parts }),
    ...(outputContent.parts && { outputParts: outputContent.parts }),
  };
}

export function toDraftVariable(variable: Variable): DraftVariable {
  return {
    name: variable.name,
    type: variable.type,
    required: variable.required,
    defaultText: variable.default === undefined ? null : writeValue(variable.default),
    description: variable.description ?? "",
    ...(variable.schema && { schema: JSON.stringify(variable.schema, null, 2) }),
    ...(variable.inferred && { inferred: true }),
  };
}

function toDraftModel(model: Model | undefined): DraftModel {
  const { temperature, ...rest } = model?.parameters ?? {};
  const maxTokensKey = maxTokensKeys.find((key) => typeof rest[key] === "number") ?? "max_tokens";
  const { [maxTokensKey]: maxTokens, ...others } = rest;
  const { settings, other: unknown } = splitSettings(others);
  const other = {
    ...(temperature !== undefined && typeof temperature !== "number" && { temperature }),
    ...(maxTokens !== undefined && typeof maxTokens !== "number" && { [maxTokensKey]: maxTokens }),
    ...unknown,
  };
  return {
    provider: model?.provider ?? "",
    name: model?.name ?? "",
    temperature: typeof temperature === "number" ? String(temperature) : "",
    maxTokens: typeof maxTokens === "number" ? String(maxTokens) : "",
    maxTokensKey,
    ...(Object.keys(settings).length > 0 && { settings }),
    other: Object.keys(other).length > 0 ? JSON.stringify(other, null, 2) : "",
  };
}

/** Converts a draft to content. Fields that cannot be parsed are omitted and reported. */
export function toContent(draft: Draft): { content: Content; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const model = readModel(draft.model, problems);
  const responseSchema = readJsonField(draft.responseSchema, "responseSchema", isRecord, "a JSON object", problems);
  const tools = readJsonField(draft.tools, "tools", isListOfObjects, "a JSON list of objects", problems);
  const content: Content = {
    type: draft.type,
    messages: draft.entries.map((entry) => {
      if (entry.kind === "message") return toMessage(entry, problems);
      return { placeholder: entry.placeholder, ...(entry.optional !== undefined && { optional: entry.optional }) };
    }),
    ...(draft.examples.length > 0 && {
      examples: draft.examples.map(({ input, output, inputParts, outputParts }) => ({
        input: readContent({ content: input, parts: inputParts }),
        output: readContent({ content: output, parts: outputParts }),
      })),
    }),
    ...(model && { model }),
    variables: draft.variables.map((variable) => toVariable(variable, problems)),
    ...(responseSchema && { responseSchema }),
    ...(draft.responseFormat && { responseFormat: draft.responseFormat }),
    ...(tools && tools.length > 0 && { tools }),
    ...(draft.pins.length > 0 && { snippets: draft.pins }),
  };
  return { content, problems };
}

function toMessage(entry: DraftMessage, problems: FieldProblem[]): Message {
  const { id, role, name, calls, tool_call_id } = entry;
  const toolCalls = calls?.trim() ? readCalls(calls) : undefined;
  if (toolCalls === null) problems.push({ field: `messages/${id}/calls`, message: "Write a JSON list of tool calls." });
  return {
    role,
    content: readContent(entry),
    ...(name && { name }),
    ...(toolCalls && toolCalls.length > 0 && { tool_calls: toolCalls }),
    ...(tool_call_id && { tool_call_id }),
  };
}

function toVariable(
  { name, type, required, defaultText, description, schema, inferred }: DraftVariable,
  problems: FieldProblem[],
) {
  const variable: Variable = { name, type, required };
  if (defaultText !== null) {
    const found = readValue(defaultText, type);
    if (found.ok) variable.default = found.value;
    else problems.push({ field: `variables/${name}/default`, message: found.message });
  }
  if (description) variable.description = description;
  const read = readJsonField(schema ?? "", `variables/${name}/schema`, isRecord, "a JSON Schema", problems);
  if (read) variable.schema = read;
  if (inferred) variable.inferred = true;
  return variable;
}

function readModel(model: DraftModel, problems: FieldProblem[]): Model | undefined {
  const provider = model.provider.trim();
  const name = model.name.trim();
  const parameters: Record<string, unknown> = {};
  const temperature = readNumber(model.temperature);
  if (temperature === null || (temperature ?? 0) < 0)
    problems.push({ field: "model/temperature", message: "Write a number from 0, for example 0.2." });
  else if (temperature !== undefined) parameters.temperature = temperature;
  const maxTokens = readNumber(model.maxTokens);
  if (maxTokens === null || (maxTokens !== undefined && (maxTokens < 1 || !Number.isInteger(maxTokens))))
    problems.push({ field: "model/maxTokens", message: "Write a whole number from 1, for example 400." });
  else if (maxTokens !== undefined) parameters[model.maxTokensKey] = maxTokens;
  const other = readJsonField(
    model.other,
    "model/other",
    isRecord,
    'a JSON object, for example { "top_p": 0.9 }',
    problems,
  );
  for (const setting of unreadSettings(model))
    problems.push({ field: `model/${setting}`, message: "Write a whole number." });
  Object.assign(parameters, savedSettings(model), other);
  const hasParameters = Object.keys(parameters).length > 0;
  if (!provider && !name && !hasParameters) return undefined;
  if (!provider) problems.push({ field: "model/provider", message: "Name the provider too, for example openai." });
  if (!name) problems.push({ field: "model/name", message: "Name the model too." });
  return { provider, name, ...(hasParameters && { parameters }) };
}

/** Undefined if empty, null if it is not a number. */
function readNumber(text: string): number | undefined | null {
  if (text.trim() === "") return undefined;
  const value = Number(text.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

function readJsonField<T>(
  text: string,
  field: string,
  isRight: (value: unknown) => value is T,
  what: string,
  problems: FieldProblem[],
): T | undefined {
  if (text.trim() === "") return undefined;
  const value = parseJson(text);
  if (isRight(value)) return value;
  problems.push({ field, message: `Write ${what}.` });
  return undefined;
}

function isListOfObjects(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.every(isRecord);
}
