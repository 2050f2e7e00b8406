import { AppError } from "@/lib/core/errors";
import { isRecord } from "@/lib/core/records";
import { jsonPointer } from "@/lib/core/text";
import type { RenderedEntry } from "../fill";
import type { GivenMessage } from "../given-message";
import type { RequestFormat } from "./formats";
import { isNative } from "./native";
import { readMessage } from "./read-message";
import { type Block, type CallBlock, Calls, type ContentBlock, type ResultBlock, type Turn } from "./turns";

/** An item of a format: a neutral turn with its pointer, or a message that already has the format. */
export type Item = { turn: Turn; pointer: string } | { native: GivenMessage; turn: Turn };

const formatNames: Record<RequestFormat | "text", string> = {
  openai: "OpenAI's Chat Completions",
  "openai-responses": "OpenAI's Responses API",
  anthropic: "Anthropic's Messages API",
  google: "Google's API",
  "ai-sdk": "the AI SDK",
  langchain: "LangChain",
  text: "A text",
};

/**
 * Converts the filled entries to items of a format. Throws `missing_placeholders` with the names of unfilled
 * placeholders, and `not_convertible` with the pointer of content that this format cannot express.
 */
export function toItems(entries: readonly RenderedEntry[], format: RequestFormat | "text"): Item[] {
  assertFilled(entries);
  const calls = new Calls();
  return entries.flatMap((entry): Item[] => {
    if (entry.kind === "open") return [];
    const turn = readMessage(entry.message, calls);
    if (entry.kind === "given" && format !== "text" && isNative(entry.message, format))
      return [{ native: entry.message, turn }];
    const pointer = entry.pointer.replace(/\/content$/, "");
    for (const block of turn.blocks)
      if (block.type === "foreign") throw notConvertible(pointer + jsonPointer(block.path), block.what, format);
    return [{ turn, pointer }];
  });
}

/** 422 for content that the form of another provider cannot express. */
export function notConvertible(pointer: string, what: string, format: RequestFormat | "text"): AppError {
  const message = `${formatNames[format]} cannot express ${what}. Leave it out, or request the format it comes from.`;
  return new AppError("not_convertible", message, { errors: [{ pointer, code: "not_convertible", message }] });
}

function assertFilled(entries: readonly RenderedEntry[]): void {
  const names = entries.flatMap((entry) =>
    entry.kind === "open" && !entry.placeholder.optional ? [entry.placeholder.placeholder] : [],
  );
  if (names.length === 0) return;
  const errors = names.map((name) => ({
    pointer: jsonPointer(["placeholders", name]),
    code: "missing_placeholders",
    message: `The placeholder "${name}" has no messages. Send an empty list where there are none.`,
  }));
  throw new AppError("missing_placeholders", `Placeholders are not filled: ${names.join(", ")}.`, { errors });
}

/** The blocks of a turn by kind. */
export function sortBlocks({ blocks }: Turn): {
  contentBlocks: ContentBlock[];
  calls: CallBlock[];
  results: ResultBlock[];
} {
  const isSaid = (block: Block): block is ContentBlock => ["text", "image", "file"].includes(block.type);
  return {
    contentBlocks: blocks.filter(isSaid),
    calls: blocks.filter((block) => block.type === "call"),
    results: blocks.filter((block) => block.type === "result"),
  };
}

/** Whether the turn is an instruction to the model. */
export const isInstruction = ({ role }: Turn) => role === "system" || role === "developer";

/** Returns the text if the blocks contain only text without cache markers, or else null. */
export function onlyText(blocks: readonly ContentBlock[]): string | null {
  return blocks.every((block) => block.type === "text" && !block.cache_control)
    ? blocks.map((block) => (block.type === "text" ? block.text : "")).join("\n\n")
    : null;
}

/** A source as one URL: its own, or a data URL. */
export function addressOf({ url, data, media_type }: { url?: string; data?: string; media_type?: string }): string {
  return url ?? `data:${media_type};base64,${data}`;
}

/** Parses a JSON text as an object. Any other value becomes { input }. */
export function parseInput(input: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(input || "{}");
    return isRecord(value) ? value : { input: value };
  } catch {
    return { input };
  }
}
