import { isRecord } from "@/lib/core/records";
import { type Item, isInstruction, notConvertible, parseInput, sortBlocks } from "./items";
import { camelCaseSampling, defined } from "./openai";
import type { RequestInput, WrittenRequest } from "./request-input";
import { namesOf, type Settings, type ToolChoice } from "./settings";
import type { ReadTool } from "./tools";
import type { ContentBlock, ResultBlock } from "./turns";

type Fields = Record<string, unknown>;
type Content = { role: string; parts: Fields[] };

/** Writes the input of `models.generateContent` of @google/genai. */
export function writeGoogle({ items, model, settings, tools, responseSchema }: RequestInput): WrittenRequest {
  const { generationConfig, thinkingConfig, ...rest } = settings.rest;
  const { reasoningEffort, thinkingBudget } = settings;
  const { systemInstruction, contents } = writeContents(items);
  const thinking = {
    ...defined({ thinkingBudget, thinkingLevel: reasoningEffort?.toUpperCase() }),
    ...(isRecord(thinkingConfig) && thinkingConfig),
  };
  const config: Fields = {
    ...(systemInstruction && { systemInstruction }),
    ...camelCaseSampling(settings),
    ...(Object.keys(thinking).length > 0 && { thinkingConfig: thinking }),
    ...(responseSchema && { responseMimeType: "application/json", responseJsonSchema: responseSchema }),
    ...toolFields(tools, settings),
    ...(isRecord(generationConfig) && generationConfig),
    ...rest,
  };
  return {
    body: { model: model.name, contents, config },
    omitted: namesOf(settings, ["parallelToolCalls", "serviceTier"]),
  };
}

// The fields beside generationConfig in the body that the SDK sends.
const besideConfig = ["systemInstruction", "tools", "toolConfig", "safetySettings", "cachedContent", "labels"];

/** Returns the body that @google/genai sends for such a request: settings under `generationConfig`. Pure. */
export function googleBody({ contents, config }: Fields): Fields {
  const { systemInstruction, ...fields } = isRecord(config) ? config : {};
  const entries = Object.entries(fields);
  const generation = Object.fromEntries(entries.filter(([name]) => !besideConfig.includes(name)));
  return {
    contents,
    ...(systemInstruction !== undefined && {
      systemInstruction:
        typeof systemInstruction === "string" ? { parts: [{ text: systemInstruction }] } : systemInstruction,
    }),
    ...Object.fromEntries(entries.filter(([name]) => besideConfig.includes(name))),
    ...(Object.keys(generation).length > 0 && { generationConfig: generation }),
  };
}

function toolFields(tools: readonly ReadTool[], { toolChoice }: Settings): Fields {
  if (tools.length === 0) return {};
  const functions = tools.flatMap((tool) => (tool.kind === "function" ? [tool.spec] : []));
  const declared = functions.map(({ name, description, schema }) => ({
    name,
    ...(description && { description }),
    parametersJsonSchema: schema,
  }));
  const own = tools.flatMap((tool) => (tool.kind === "own" ? [tool.tool] : []));
  return {
    tools: [...(declared.length > 0 ? [{ functionDeclarations: declared }] : []), ...own],
    ...(toolChoice !== undefined && { toolConfig: { functionCallingConfig: writeChoice(toolChoice) } }),
  };
}

function writeChoice(choice: ToolChoice): Fields {
  if (typeof choice !== "string") return { mode: "ANY", allowedFunctionNames: [choice.name] };
  return { mode: { auto: "AUTO", none: "NONE", required: "ANY" }[choice] };
}

function writeContents(items: readonly Item[]): { systemInstruction: string; contents: Content[] } {
  const instructions: string[] = [];
  const contents: Content[] = [];
  const natives = new Set<unknown>();
  for (const item of items) {
    if ("native" in item) {
      natives.add(item.native);
      contents.push(item.native as unknown as Content);
      continue;
    }
    const content = writeTurn(item);
    const last = contents.at(-1);
    if (isInstruction(item.turn)) instructions.push(textOf(content, item.pointer));
    else if (last?.role === content.role && !natives.has(last)) last.parts.push(...content.parts);
    else contents.push(content);
  }
  const systemInstruction = instructions.join("\n\n");
  // At least one message is required.
  if (contents.length === 0)
    return { systemInstruction: "", contents: [{ role: "user", parts: [{ text: systemInstruction }] }] };
  return { systemInstruction, contents };
}

function textOf({ parts }: Content, pointer: string): string {
  if (parts.some(({ text }) => typeof text !== "string"))
    throw notConvertible(pointer, "an image or a file in the instructions", "google");
  return parts.map(({ text }) => text).join("\n\n");
}

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>): Content {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const parts = [
    ...results.map((result) => ({ functionResponse: writeResult(result, pointer) })),
    ...contentBlocks.map(writePart),
    ...calls.map(({ id, name, input }) => ({ functionCall: { id, name, args: parseInput(input) } })),
  ];
  return { role: turn.role === "assistant" ? "model" : "user", parts: parts.length > 0 ? parts : [{ text: "" }] };
}

/** Google identifies the result by the name of the tool and requires an object. */
function writeResult({ id, name, content, isError }: ResultBlock, pointer: string): Fields {
  if (name === null) throw notConvertible(pointer, "a tool's answer whose call is not among the messages", "google");
  if (content.some(({ type }) => type !== "text"))
    throw notConvertible(pointer, "a tool's answer with an image or a file", "google");
  const text = content.map((block) => (block.type === "text" ? block.text : "")).join("\n\n");
  return { id, name, response: isError ? { error: text } : (asObject(text) ?? { output: text }) };
}

function asObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function writePart(block: ContentBlock): Fields {
  if (block.type === "text") return { text: block.text };
  const mimeType = block.media_type ?? (block.type === "image" ? typeOfImage(block.url ?? "") : "application/pdf");
  if (block.data !== undefined) return { inlineData: { mimeType, data: block.data } };
  return { fileData: { fileUri: block.url, mimeType } };
}

/** The media type by the extension of an image URL. Default: JPEG. */
function typeOfImage(url: string): string {
  const ending = /\.(png|webp|gif|heic|heif)(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase();
  return `image/${ending ?? "jpeg"}`;
}
