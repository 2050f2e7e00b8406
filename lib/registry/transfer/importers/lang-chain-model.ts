import type { Content, Model } from "@/lib/template/content";
import type { Source } from "@/lib/template/source";
import { takeModel, takeResponseFormat, takeSchema } from "../settings";
import { takeMaps } from "../sink";
import { className, isNode } from "./lang-chain-node";

/** The providers by the class names of LangChain's chat models. */
const providers: [RegExp, string][] = [
  [/^Azure/, "azure"],
  [/Bedrock/, "bedrock"],
  [/Anthropic/, "anthropic"],
  [/Google|VertexAI|Gemini/, "google"],
  [/Mistral/, "mistral"],
  [/Cohere/, "cohere"],
  [/Groq/, "groq"],
  [/Fireworks/, "fireworks"],
  [/Together/, "together"],
  [/DeepSeek/, "deepseek"],
  [/OpenRouter/, "openrouter"],
  [/XAI/, "xai"],
  [/Ollama/, "ollama"],
  [/OpenAI/, "openai"],
];

const nameKeys = ["model", "model_name", "model_id", "azure_deployment", "deployment_name"];
/** Connection fields, such as addresses and keys. They are not part of the prompt, and keys are never imported. */
const connection = [
  "openai_api_key",
  "anthropic_api_key",
  "google_api_key",
  "api_key",
  "azure_endpoint",
  "azure_ad_token",
  "openai_api_base",
  "base_url",
  "openai_api_version",
  "api_version",
  "openai_api_type",
  "openai_organization",
  "openai_proxy",
  "region_name",
  "credentials_profile_name",
  "aws_access_key_id",
  "aws_secret_access_key",
  "endpoint_url",
  "max_retries",
  "request_timeout",
  "default_request_timeout",
  "timeout",
  "verbose",
  "cache",
  "callbacks",
  "disable_streaming",
  "streaming",
  "stream_usage",
  "n",
  "output_version",
];

/** Whether a node is a chat model or a language model. */
export const isModel = (source: Source) =>
  isNode(source.value) && providers.some(([pattern]) => pattern.test(className(source)));

/** Reads a model with its bound tools, schema and call settings. */
export function readModel(source: Source, bound: Source | null): Partial<Content> {
  const kwargs = source.at("kwargs");
  const provider = providers.find(([pattern]) => pattern.test(className(source)))?.[1];
  const name = nameKeys.map((key) => kwargs.at(key)).find(({ value }) => typeof value === "string" && value !== "");
  kwargs.setAside(...connection);
  const maps = [kwargs, kwargs.at("model_kwargs"), kwargs.at("extra_body"), ...(bound ? [bound] : [])];
  const model = takeModel(name ?? kwargs.at("model"), maps, { provider });
  if (model) takeClass(source);
  const tools = maps.flatMap((map) => ["tools", "functions"].flatMap((key) => wrap(key, takeMaps(map.at(key)))));
  const formats = maps.map((map) => takeResponseFormat(map.at("response_format")));
  const schema = formats.find((format) => format.schema)?.schema ?? (bound ? structuredSchema(bound) : null);
  const setting = formats.find((format) => format.setting !== undefined)?.setting;
  return {
    ...(model && { model: withSetting(model, setting) }),
    ...(tools.length > 0 && { tools }),
    ...schema,
  };
}

/** Takes the class path, which contains no information besides the provider. */
export function takeClass(source: Source): void {
  source.at("id").take();
  if (source.at("lc").value === 1) source.at("lc").take();
  if (source.at("type").value === "constructor") source.at("type").take();
  source.setAside("name", "graph");
}

const wrap = (key: string, tools: Record<string, unknown>[] | null) =>
  (tools ?? []).map((tool) => (key === "functions" ? { type: "function", function: tool } : tool));

const withSetting = (model: Model, setting: unknown): Model =>
  setting === undefined ? model : { ...model, parameters: { ...model.parameters, response_format: setting } };

/** The schema that `with_structured_output` puts into the binding. */
function structuredSchema(bound: Source): ReturnType<typeof takeSchema> {
  const format = bound.at("ls_structured_output_format");
  return format.isMap() ? takeSchema(format.at("schema")) : null;
}
