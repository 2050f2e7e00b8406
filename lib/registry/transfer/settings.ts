import { isRecord } from "@/lib/core/records";
import type { Content, Model, ResponseFormat } from "@/lib/template/content";
import { inferVariables } from "@/lib/template/infer";
import { modelOf } from "@/lib/template/models";
import { isJsonSchema } from "@/lib/template/picoschema";
import { Source } from "@/lib/template/source";
import { type Sink, takeMaps } from "./sink";

/** Parameters of model calls besides messages and tools, by the names that providers and frameworks use. */
const settingNames = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
  "stop",
  "stop_sequences",
  "seed",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "reasoning",
  "reasoning_effort",
  "thinking",
  "verbosity",
  "service_tier",
  "tool_choice",
  "parallel_tool_calls",
  "function_call",
  "modalities",
  "prediction",
  "web_search_options",
  "truncation",
  "include",
  "response_format",
];

/** Fields about how and for whom a call is made. They are not part of the prompt. */
const callFields = ["stream", "stream_options", "user", "store", "metadata", "n", "safety_identifier", "background"];

/** The settings in a map by name. Takes only known settings. */
function settingsIn(source: Source): [string, Source][] {
  const isSetting = (key: string) => settingNames.includes(key) && key !== "response_format";
  return source.fields().filter(([key, { value }]) => isSetting(key) && value !== null);
}

type ModelOptions = {
  /** A field of the file, or a fixed value of the format. */
  provider?: Source | string | undefined;
  /** If set, every field of the map is a setting except these. */
  isOpen?: readonly string[];
};

/**
 * Takes a model with the settings of these maps. A model without a known provider is not taken, nor are its settings.
 */
export function takeModel(
  name: Source,
  maps: readonly Source[],
  { provider, isOpen }: ModelOptions = {},
): Model | null {
  const entries = maps.flatMap((map) => (isOpen ? openSettings(map, isOpen) : settingsIn(map)));
  const word = typeof name.value === "string" ? name.value : "";
  const parameters = Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
  const written = provider instanceof Source ? provider.value : provider;
  const own = typeof written === "string" && written !== "" ? written : undefined;
  const found = word === "" ? null : modelOf(word, parameters, own);
  const reason = word === "" ? "The file names no model." : `The model "${word}" names no provider.`;
  for (const field of [name, ...(provider instanceof Source ? [provider] : []), ...entries.map(([, each]) => each)]) {
    if (found) field.take();
    else field.leave(reason);
  }
  return found;
}

const openSettings = (map: Source, others: readonly string[]) =>
  map.fields().filter(([key, { value }]) => value !== null && !others.includes(key));

/** Warns about parameters that are not known model settings. They are kept. */
export function warnUnknown(model: Model | null, pointer: string, sink: Sink): void {
  const unknown = Object.keys(model?.parameters ?? {}).filter((key) => !settingNames.includes(key));
  if (unknown.length > 0)
    sink.warn(
      pointer,
      `Not known as settings of a model. Kept in its parameters, which are sent to the provider: ${unknown.slice(0, 20).join(", ")}.`,
    );
}

/** A response schema, and how it is requested if the tool says so. */
type AnswerSchema = Required<Pick<Content, "responseSchema">> & Pick<Content, "responseFormat">;

const schemaName = /^[A-Za-z0-9_-]{1,64}$/;

/** Takes a response schema in any of the tools' forms, with its name, description and strictness. */
export function takeSchema(source: Source): AnswerSchema | null {
  if (!source.isMap()) return null;
  const inner = ["json_schema", "function"].map((key) => source.at(key)).find((each) => each.isMap());
  if (inner) {
    const schema = takeSchema(inner);
    if (schema && ["json_schema", "function"].includes(String(source.at("type").value))) source.at("type").take();
    return schema;
  }
  for (const key of ["schema", "parameters"]) {
    const schema = source.at(key);
    if (!schema.isMap() || isJsonSchema(source.value)) continue;
    const responseSchema = schema.take() as Record<string, unknown>;
    const format = takeFormat(source);
    return { responseSchema, ...(Object.keys(format).length > 0 && { responseFormat: format }) };
  }
  const isSchema =
    isJsonSchema(source.value) || ["anyOf", "oneOf", "allOf", "$ref", "enum"].some((key) => source.has(key));
  return isSchema ? { responseSchema: source.take() as Record<string, unknown> } : null;
}

function takeFormat(source: Source): ResponseFormat {
  const [name, description, strict] = ["name", "description", "strict"].map((key) => source.at(key));
  const isName = typeof name?.value === "string" && schemaName.test(name.value);
  const isText = typeof description?.value === "string" && description.value.length <= 1000;
  return {
    ...(isName && { name: name.take() as string }),
    ...(isText && { description: description.take() as string }),
    ...(typeof strict?.value === "boolean" && { strict: strict.take() as boolean }),
  };
}

/** Takes `response_format`: a schema, or "json_object" and "text", which stay a setting of the model. */
export function takeResponseFormat(source: Source): { schema: AnswerSchema | null; setting: unknown } {
  const schema = takeSchema(source);
  const isPlain = isRecord(source.value) && ["json_object", "text"].includes(String(source.value.type));
  return { schema, setting: !schema && isPlain ? source.take() : undefined };
}

/** Takes tools as a list of maps, or in OpenAI's older form of functions. */
export function takeTools(source: Source): Record<string, unknown>[] | null {
  const tools = takeMaps(source.at("tools"));
  const functions = takeMaps(source.at("functions"));
  if (!tools && !functions) return null;
  return [...(tools ?? []), ...(functions ?? []).map((each) => ({ type: "function", function: each }))];
}

/** Takes the parts of a request besides its messages. */
export function takeRequest(source: Source, provider?: Source | string): Partial<Content> {
  source.setAside(...callFields);
  const format = takeResponseFormat(source.at("response_format"));
  const tools = takeTools(source);
  const model = takeModel(source.at("model"), [source], { provider });
  const withFormat =
    model && format.setting !== undefined
      ? { ...model, parameters: { ...model.parameters, response_format: format.setting } }
      : model;
  return {
    ...(withFormat && { model: withFormat }),
    ...(tools && { tools }),
    ...format.schema,
  };
}

type Variable = NonNullable<Content["variables"]>[number];

/** Adds declared variables to a content, besides those that its texts use. */
export function withVariables(content: Content, declared: readonly Variable[], sink: Sink): Content {
  if (declared.length === 0 || sink.problems.length > 0) return content;
  const { variables: used = [] } = inferVariables(content);
  const named = new Map(declared.map((variable) => [variable.name, variable]));
  const known = new Set(used.map(({ name }) => name));
  const variables = [
    ...used.map((variable) => named.get(variable.name) ?? variable),
    ...declared.filter(({ name }) => !known.has(name)),
  ];
  return { ...content, variables };
}
