import type { CacheControl } from "../content";
import { addressOf, type Item, isInstruction, notConvertible, onlyText, parseInput, sortBlocks } from "./items";
import { defined } from "./openai";
import type { RequestInput, WrittenRequest } from "./request-input";
import type { ContentBlock } from "./turns";

type Fields = Record<string, unknown>;

/**
 * Writes the input of LangChain for JavaScript and Python: `messages` for `invoke`, `model` for `initChatModel`,
 * `tools` for `bindTools`.
 */
export function writeLangChain({ items, model, settings, tools, responseSchema }: RequestInput): WrittenRequest {
  const { toolChoice, rest } = settings;
  const functions = tools.map((tool) => {
    if (tool.kind === "own") return tool.tool;
    const { name, description, schema } = tool.spec;
    return { type: "function", function: { name, ...(description && { description }), parameters: schema } };
  });
  const body: Fields = {
    messages: items.flatMap((item) => ("native" in item ? [item.native] : writeTurn(item))),
    model: {
      model: model.name,
      modelProvider: model.provider,
      ...defined({
        temperature: settings.temperature,
        topP: settings.topP,
        topK: settings.topK,
        maxTokens: settings.maxTokens,
        stop: settings.stop,
        seed: settings.seed,
        presencePenalty: settings.presencePenalty,
        frequencyPenalty: settings.frequencyPenalty,
        reasoningEffort: settings.reasoningEffort,
        thinkingBudget: settings.thinkingBudget,
        serviceTier: settings.serviceTier,
      }),
      ...rest,
    },
    ...(functions.length > 0 && { tools: functions }),
    ...(functions.length > 0 &&
      toolChoice !== undefined && { toolChoice: typeof toolChoice === "string" ? toolChoice : toolChoice.name }),
    ...(functions.length > 0 && defined({ parallelToolCalls: settings.parallelToolCalls })),
    ...(responseSchema && { responseSchema }),
  };
  return { body, omitted: [] };
}

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>): Fields[] {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const name = turn.name === null ? {} : { name: turn.name };
  const answers = results.map(({ id, content, name: tool, isError }) => ({
    role: "tool",
    tool_call_id: id,
    content: writeParts(content),
    ...(tool !== null && { name: tool }),
    ...(isError && { status: "error" }),
  }));
  if (isInstruction(turn)) {
    if (contentBlocks.some(({ type }) => type !== "text"))
      throw notConvertible(pointer, "an image or a file in the instructions", "langchain");
    return [{ role: "system", content: writeParts(contentBlocks), ...name }];
  }
  if (turn.role === "assistant") {
    const toolCalls = calls.map(({ id, name: tool, input }) => ({
      type: "tool_call",
      id,
      name: tool,
      args: parseInput(input),
    }));
    return [
      {
        role: "assistant",
        content: writeParts(contentBlocks),
        ...name,
        ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
      },
    ];
  }
  if (contentBlocks.length === 0 && answers.length > 0) return answers;
  return [...answers, { role: "user", content: writeParts(contentBlocks), ...name }];
}

const marked = ({ cache_control }: { cache_control?: CacheControl }) => (cache_control ? { cache_control } : {});

function writeParts(blocks: readonly ContentBlock[]): string | Fields[] {
  const text = onlyText(blocks);
  if (text !== null) return text;
  return blocks.map((block): Fields => {
    if (block.type === "text") return { type: "text", text: block.text, ...marked(block) };
    if (block.type === "image")
      return {
        type: "image_url",
        image_url: { url: addressOf(block), ...defined({ detail: block.detail }) },
        ...marked(block),
      };
    const source =
      block.data === undefined ? { source_type: "url", url: block.url } : { source_type: "base64", data: block.data };
    const more = defined({ mime_type: block.media_type, metadata: block.filename && { filename: block.filename } });
    return { type: "file", ...source, ...more, ...marked(block) };
  });
}
