import type { CacheControl } from "../content";
import { type Item, isInstruction, notConvertible, onlyText, parseInput, sortBlocks } from "./items";
import { defined } from "./openai";
import type { RequestInput, WrittenRequest } from "./request-input";
import { namesOf, type Settings, type ToolChoice } from "./settings";
import { closedSchema } from "./strict-schema";
import type { ReadTool } from "./tools";
import type { ContentBlock } from "./turns";

type Fields = Record<string, unknown>;
type Message = { role: string; content: string | Fields[] };

/** The token limit of an answer if the version sets none. The Messages API requires one. */
const anthropicMaxTokens = 4096;

// These models do not support structured outputs, so the schema is added to the instructions.
const withoutSchemas = /^claude-(3|(opus|sonnet)-4(-0|-2025|$)|2|instant)/;

/** Writes the body of `messages.create`: instructions in `system`, turns that alternate between user and assistant. */
export function writeAnthropic({ items, model, settings, tools, responseSchema }: RequestInput): WrittenRequest {
  const { reasoningEffort, thinkingBudget, serviceTier, rest } = settings;
  const hasSchemaField = !withoutSchemas.test(model.name);
  const { system, messages } = writeMessages(items, hasSchemaField ? undefined : responseSchema);
  const isTierKnown = serviceTier === "auto" || serviceTier === "standard_only";
  const { output_config: ownConfig, ...others } = rest;
  const config = {
    ...defined({ effort: reasoningEffort }),
    ...(responseSchema && hasSchemaField && { format: { type: "json_schema", schema: closedSchema(responseSchema) } }),
    ...(ownConfig as Fields | undefined),
  };
  const body: Fields = {
    model: model.name,
    max_tokens: settings.maxTokens ?? anthropicMaxTokens,
    ...(system && { system }),
    messages,
    ...defined({
      temperature: settings.temperature,
      top_p: settings.topP,
      top_k: settings.topK,
      stop_sequences: settings.stop,
      service_tier: isTierKnown ? serviceTier : undefined,
    }),
    ...(thinkingBudget !== undefined && { thinking: { type: "enabled", budget_tokens: thinkingBudget } }),
    ...(Object.keys(config).length > 0 && { output_config: config }),
    ...toolFields(tools, settings),
    ...others,
  };
  const omitted = namesOf(settings, ["seed", "presencePenalty", "frequencyPenalty"]);
  return { body, omitted: isTierKnown ? omitted : [...omitted, ...namesOf(settings, ["serviceTier"])] };
}

function toolFields(tools: readonly ReadTool[], { toolChoice, parallelToolCalls }: Settings): Fields {
  if (tools.length === 0) return {};
  const written = tools.map((tool) => {
    if (tool.kind === "own") return tool.tool;
    const { name, description, schema, strict, cacheControl } = tool.spec;
    return {
      name,
      ...(description && { description }),
      input_schema: { type: "object", ...schema },
      ...defined({ strict, cache_control: cacheControl }),
    };
  });
  const parallel = parallelToolCalls === undefined ? {} : { disable_parallel_tool_use: !parallelToolCalls };
  if (toolChoice === undefined && parallelToolCalls === undefined) return { tools: written };
  return { tools: written, tool_choice: writeChoice(toolChoice ?? "auto", parallel) };
}

function writeChoice(choice: ToolChoice, parallel: Fields): Fields {
  if (choice === "none") return { type: "none" };
  if (typeof choice !== "string") return { type: "tool", name: choice.name, ...parallel };
  return { type: choice === "required" ? "any" : "auto", ...parallel };
}

function writeMessages(items: readonly Item[], schema: Fields | undefined) {
  const instructions = items.flatMap((item) =>
    "pointer" in item && isInstruction(item.turn)
      ? [{ blocks: sortBlocks(item.turn).contentBlocks, pointer: item.pointer }]
      : [],
  );
  const schemaInstruction: ContentBlock[] = schema
    ? [{ type: "text", text: `Answer with JSON alone, by this JSON Schema:\n${JSON.stringify(schema)}` }]
    : [];
  const allBlocks = [...instructions.flatMap((each) => each.blocks), ...schemaInstruction];
  const messages: Message[] = [];
  for (const item of items) {
    if ("native" in item) messages.push(item.native as Message);
    else if (!isInstruction(item.turn)) add(messages, writeTurn(item), items);
  }
  for (const { blocks: own, pointer } of instructions)
    if (own.some(({ type }) => type !== "text"))
      throw notConvertible(pointer, "an image or a file in the instructions", "anthropic");
  const system = onlyText(allBlocks) ?? writeBlocks(allBlocks, "", "user");
  // At least one message is required.
  if (messages.length === 0) return { messages: [{ role: "user", content: system }] };
  return { system, messages };
}

/** Adds a turn. A turn of the same role extends the previous one, unless the caller wrote that one. */
function add(messages: Message[], { role, content }: Message, items: readonly Item[]): void {
  const last = messages.at(-1);
  const isGiven = items.some((item) => "native" in item && item.native === last);
  if (!last || last.role !== role || isGiven) {
    messages.push({ role, content });
    return;
  }
  const asBlocks = (value: Message["content"]) =>
    typeof value === "string" ? (value ? [{ type: "text", text: value }] : []) : value;
  last.content =
    typeof last.content === "string" && typeof content === "string"
      ? `${last.content}\n\n${content}`
      : [...asBlocks(last.content), ...asBlocks(content)];
}

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>): Message {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const role = turn.role === "assistant" ? "assistant" : "user";
  if (calls.length + results.length === 0) {
    const text = onlyText(contentBlocks);
    return { role, content: text ?? writeBlocks(contentBlocks, pointer, role) };
  }
  const answers = results.map(({ id, content, isError }) => ({
    type: "tool_result",
    tool_use_id: id,
    content: onlyText(content) ?? writeBlocks(content, pointer, "user"),
    ...(isError && { is_error: true }),
  }));
  const uses = calls.map(({ id, name, input }) => ({ type: "tool_use", id, name, input: parseInput(input) }));
  const spoken = contentBlocks.filter((block) => block.type !== "text" || block.text !== "");
  return { role, content: [...answers, ...writeBlocks(spoken, pointer, role), ...uses] };
}

const marked = ({ cache_control }: { cache_control?: CacheControl }) => (cache_control ? { cache_control } : {});

function writeBlocks(blocks: readonly ContentBlock[], pointer: string, role: string): Fields[] {
  return blocks.map((block): Fields => {
    if (block.type === "text") return { type: "text", text: block.text, ...marked(block) };
    if (role === "assistant") throw notConvertible(pointer, "an assistant's image or file", "anthropic");
    return block.type === "image"
      ? { type: "image", source: sourceOf(block, pointer), ...marked(block) }
      : {
          type: "document",
          source: documentOf(block, pointer),
          ...(block.filename && { title: block.filename }),
          ...marked(block),
        };
  });
}

type Media = { url?: string; data?: string; media_type?: string };

function sourceOf({ url, data, media_type }: Media, pointer: string): Fields {
  if (data !== undefined) return { type: "base64", media_type, data };
  if (!url?.startsWith("gs:")) return { type: "url", url };
  throw notConvertible(pointer, "an address of Google Cloud Storage", "anthropic");
}

/** A document: a PDF, or a plain text, which Anthropic accepts as text. */
function documentOf(media: Media, pointer: string): Fields {
  const { data, media_type = "application/pdf" } = media;
  if (data === undefined || media_type === "application/pdf") return sourceOf({ ...media, media_type }, pointer);
  if (!media_type.startsWith("text/")) throw notConvertible(pointer, `a file of type ${media_type}`, "anthropic");
  const bytes = Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  return { type: "text", media_type: "text/plain", data: new TextDecoder().decode(bytes) };
}
