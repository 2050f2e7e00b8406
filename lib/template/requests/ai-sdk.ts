import type { CacheControl } from "../content";
import { addressOf, type Item, isInstruction, notConvertible, onlyText, parseInput, sortBlocks } from "./items";
import { camelCaseSampling, defined } from "./openai";
import type { RequestInput, WrittenRequest } from "./request-input";
import type { Settings, ToolChoice } from "./settings";
import type { ContentBlock, ResultBlock } from "./turns";

type Fields = Record<string, unknown>;

/**
 * Writes the input of the AI SDK's `generateText` and `streamText`. Tools and schemas contain functions there, so they
 * are returned separately.
 */
export function writeAiSdk({ items, model, settings, tools }: RequestInput): WrittenRequest {
  const instructions = items.flatMap((item) => ("pointer" in item && isInstruction(item.turn) ? [item] : []));
  const system = instructions.flatMap((item) => writeInstruction(item));
  const messages = items.flatMap((item) => {
    if ("native" in item) return [item.native];
    return isInstruction(item.turn) ? [] : writeTurn(item);
  });
  const isPlain = system.every(({ providerOptions }) => providerOptions === undefined);
  const text = system.map(({ content }) => content).join("\n\n");
  const body: Fields = {
    model: `${model.provider}/${model.name}`,
    ...(messages.length > 0 && system.length > 0 && { system: isPlain ? text : system }),
    messages: messages.length > 0 ? messages : [{ role: "user", content: text }],
    ...camelCaseSampling(settings),
    ...defined({
      toolChoice: tools.length > 0 && settings.toolChoice !== undefined ? writeChoice(settings.toolChoice) : undefined,
    }),
    ...providerOptions(model.provider, settings),
  };
  return { body, omitted: tools.some(({ kind }) => kind === "own") ? ["tools"] : [] };
}

const writeChoice = (choice: ToolChoice) =>
  typeof choice === "string" ? choice : { type: "tool", toolName: choice.name };

/** Settings without a common name in the SDK. The SDK's provider packages read them under the name of the provider. */
function providerOptions(provider: string, settings: Settings): Fields {
  const { reasoningEffort, thinkingBudget, serviceTier, parallelToolCalls, rest } = settings;
  const shared = defined({ serviceTier, parallelToolCalls });
  const own: Record<string, Fields> = {
    anthropic: {
      ...defined({ effort: reasoningEffort }),
      ...(thinkingBudget !== undefined && { thinking: { type: "enabled", budgetTokens: thinkingBudget } }),
      ...(parallelToolCalls !== undefined && { disableParallelToolUse: !parallelToolCalls }),
    },
    google: {
      ...((thinkingBudget !== undefined || reasoningEffort !== undefined) && {
        thinkingConfig: defined({ thinkingBudget, thinkingLevel: reasoningEffort }),
      }),
    },
  };
  const providerOptions = own[provider] ?? { ...defined({ reasoningEffort, thinkingBudget }), ...shared };
  const options = { ...providerOptions, ...rest };
  return Object.keys(options).length > 0 ? { providerOptions: { [provider]: options } } : {};
}

const marked = ({ cache_control }: { cache_control?: CacheControl }) =>
  cache_control ? { providerOptions: { anthropic: { cacheControl: { ...cache_control } } } } : {};

function writeInstruction({ turn, pointer }: Extract<Item, { pointer: string }>): Fields[] {
  return sortBlocks(turn).contentBlocks.map((block) => {
    if (block.type !== "text") throw notConvertible(pointer, "an image or a file in the instructions", "ai-sdk");
    return { role: "system", content: block.text, ...marked(block) };
  });
}

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>): Fields[] {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const answers =
    results.length > 0 ? [{ role: "tool", content: results.map((result) => writeResult(result, pointer)) }] : [];
  const text = onlyText(contentBlocks);
  if (turn.role === "assistant") {
    if (contentBlocks.some(({ type }) => type === "image"))
      throw notConvertible(pointer, "an assistant's image", "ai-sdk");
    if (calls.length === 0) return [{ role: "assistant", content: text ?? contentBlocks.map(writePart) }];
    const uses = calls.map(({ id, name, input }) => ({
      type: "tool-call",
      toolCallId: id,
      toolName: name,
      input: parseInput(input),
    }));
    return [{ role: "assistant", content: [...(text === "" ? [] : contentBlocks.map(writePart)), ...uses] }];
  }
  if (contentBlocks.length === 0 && answers.length > 0) return answers;
  return [...answers, { role: "user", content: text ?? contentBlocks.map(writePart) }];
}

function writeResult({ id, name, content, isError }: ResultBlock, pointer: string): Fields {
  if (name === null) throw notConvertible(pointer, "a tool's answer whose call is not among the messages", "ai-sdk");
  const text = onlyText(content);
  if (text === null) throw notConvertible(pointer, "a tool's answer with an image or a file", "ai-sdk");
  return {
    type: "tool-result",
    toolCallId: id,
    toolName: name,
    output: { type: isError ? "error-text" : "text", value: text },
  };
}

function writePart(block: ContentBlock): Fields {
  if (block.type === "text") return { type: "text", text: block.text, ...marked(block) };
  const address = block.data ?? addressOf(block);
  if (block.type === "image")
    return { type: "image", image: address, ...defined({ mediaType: block.media_type }), ...marked(block) };
  return {
    type: "file",
    data: address,
    mediaType: block.media_type ?? "application/pdf",
    ...defined({ filename: block.filename }),
    ...marked(block),
  };
}
