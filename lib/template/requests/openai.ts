import type { CacheControl, Model, ResponseFormat } from "../content";
import { addressOf, type Item, isInstruction, notConvertible, onlyText, sortBlocks } from "./items";
import type { RequestInput, WrittenRequest } from "./request-input";
import { namesOf, type Settings, type ToolChoice } from "./settings";
import { fitsStrictMode } from "./strict-schema";
import type { ReadTool } from "./tools";
import type { ContentBlock } from "./turns";

type Fields = Record<string, unknown>;

/** Writes the body of `chat.completions.create`. */
export function writeOpenAi({
  items,
  model,
  settings,
  tools,
  responseSchema,
  responseFormat,
}: RequestInput): WrittenRequest {
  const isOwn = isOpenAi(model);
  const { topK, maxTokens, rest } = settings;
  const body: Fields = {
    model: model.name,
    messages: items.flatMap((item) => ("native" in item ? [item.native] : writeTurn(item, model))),
    ...defined({
      temperature: settings.temperature,
      top_p: settings.topP,
      top_k: isOwn ? undefined : topK,
      [maxTokensName(model)]: maxTokens,
      stop: settings.stop,
      seed: settings.seed,
      presence_penalty: settings.presencePenalty,
      frequency_penalty: settings.frequencyPenalty,
      reasoning_effort: settings.reasoningEffort,
      service_tier: settings.serviceTier,
    }),
    ...(responseSchema && {
      response_format: { type: "json_schema", json_schema: schemaFields(responseSchema, responseFormat) },
    }),
    ...toolFields(tools, settings, (tool) => tool, writeChoice),
    ...rest,
  };
  return { body, omitted: namesOf(settings, isOwn ? ["topK", "thinkingBudget"] : ["thinkingBudget"]) };
}

/** Checks the name of the provider, which may be that of a connection: "openai", "openai-eu", "azure". */
const isOpenAi = ({ provider }: Pick<Model, "provider">) =>
  /openai|azure/i.test(provider) && !/compatible/i.test(provider);

/** OpenAI's reasoning models refuse `max_tokens`; other servers only accept it. The version's own spelling is kept. */
function maxTokensName({ provider, name, parameters = {} }: Model): string {
  const isReasoning = isOpenAi({ provider }) && /^(o\d|gpt-5)/.test(name);
  return isReasoning || "max_completion_tokens" in parameters ? "max_completion_tokens" : "max_tokens";
}

/** Removes fields without a value. */
export function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The sampling settings by the names that Google and the AI SDK use. */
export function camelCaseSampling(settings: Settings): Fields {
  return defined({
    temperature: settings.temperature,
    topP: settings.topP,
    topK: settings.topK,
    maxOutputTokens: settings.maxTokens,
    stopSequences: settings.stop,
    seed: settings.seed,
    presencePenalty: settings.presencePenalty,
    frequencyPenalty: settings.frequencyPenalty,
  });
}

/** Writes a response schema in OpenAI's form. Strict if the schema allows it, unless the version says otherwise. */
export function schemaFields(schema: Fields, { name, description, strict }: ResponseFormat = {}): Fields {
  return {
    name: name ?? "answer",
    ...(description && { description }),
    schema,
    strict: strict ?? fitsStrictMode(schema),
  };
}

/** Writes tools with the tool choice. Nothing without tools, because OpenAI refuses a choice then. */
export function toolFields(
  tools: readonly ReadTool[],
  { toolChoice, parallelToolCalls }: Settings,
  place: (tool: Fields, name: string) => Fields,
  choose: (choice: ToolChoice) => unknown,
): Fields {
  if (tools.length === 0) return {};
  const written = tools.map((tool) => {
    if (tool.kind === "own") return tool.tool;
    const { name, description, schema, strict } = tool.spec;
    const fields = { name, ...(description && { description }), parameters: schema, ...defined({ strict }) };
    return place({ type: "function", function: fields }, name);
  });
  return {
    tools: written,
    ...(toolChoice !== undefined && { tool_choice: choose(toolChoice) }),
    ...defined({ parallel_tool_calls: parallelToolCalls }),
  };
}

const writeChoice = (choice: ToolChoice) =>
  typeof choice === "string" ? choice : { type: "function", function: choice };

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>, model: Model): Fields[] {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const name = turn.name === null ? {} : { name: turn.name };
  const answers = results.map(({ id, content }) => {
    const words = writeTexts(content, pointer, model, "what a tool answers with an image or a file");
    return { role: "tool", tool_call_id: id, content: words };
  });
  if (turn.role === "assistant") {
    const words =
      contentBlocks.length > 0 ? writeTexts(contentBlocks, pointer, model, "an assistant's image or file") : null;
    const toolCalls = calls.map(({ id, name: tool, input }) => ({
      id,
      type: "function",
      function: { name: tool, arguments: input },
    }));
    return [{ role: "assistant", content: words, ...name, ...(toolCalls.length > 0 && { tool_calls: toolCalls }) }];
  }
  if (isInstruction(turn)) {
    // `developer` is a role of OpenAI only.
    const role = turn.role === "developer" && !isOpenAi(model) ? "system" : turn.role;
    return [
      { role, content: writeTexts(contentBlocks, pointer, model, "an image or a file in the instructions"), ...name },
    ];
  }
  // Providers refuse a tool message that answers no call, so its text becomes a user message.
  if (contentBlocks.length === 0 && answers.length > 0) return answers;
  return [...answers, { role: "user", content: writeParts(contentBlocks, pointer, model), ...name }];
}

/** Gateways with this format pass Anthropic's cache markers on; OpenAI refuses them. */
const marked = ({ cache_control }: { cache_control?: CacheControl }, { provider }: Model) =>
  cache_control && provider === "anthropic" ? { cache_control } : {};

function writeTexts(blocks: readonly ContentBlock[], pointer: string, model: Model, what: string): string | Fields[] {
  if (blocks.some(({ type }) => type !== "text")) throw notConvertible(pointer, what, "openai");
  return writeParts(blocks, pointer, model);
}

function writeParts(blocks: readonly ContentBlock[], pointer: string, model: Model): string | Fields[] {
  const text = onlyText(blocks);
  if (text !== null) return text;
  return blocks.map((block): Fields => {
    if (block.type === "text") return { type: "text", text: block.text, ...marked(block, model) };
    if (block.type === "image") {
      const detail = block.detail && { detail: block.detail };
      return { type: "image_url", image_url: { url: addressOf(block), ...detail }, ...marked(block, model) };
    }
    if (block.data === undefined) throw notConvertible(pointer, "a file's address (send its data)", "openai");
    const filename = block.filename ?? "file";
    return { type: "file", file: { file_data: addressOf(block), filename }, ...marked(block, model) };
  });
}
