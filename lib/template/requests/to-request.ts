import { AppError } from "@/lib/core/errors";
import type { Content } from "../content";
import type { RenderedEntry } from "../fill";
import { writeAiSdk } from "./ai-sdk";
import { writeAnthropic } from "./anthropic";
import type { RequestFormat } from "./formats";
import { writeGoogle } from "./google";
import { notConvertible, onlyText, sortBlocks, toItems } from "./items";
import { writeLangChain } from "./langchain";
import { writeOpenAi } from "./openai";
import { writeOpenAiResponses } from "./openai-responses";
import type { RequestInput, WrittenRequest } from "./request-input";
import { readSettings } from "./settings";
import { readTools } from "./tools";

const writers: Record<RequestFormat, (input: RequestInput) => WrittenRequest> = {
  openai: writeOpenAi,
  "openai-responses": writeOpenAiResponses,
  anthropic: writeAnthropic,
  google: writeGoogle,
  "ai-sdk": writeAiSdk,
  langchain: writeLangChain,
};

/** The fields of a version that a request needs in addition to its messages. */
export type RequestSettings = Pick<Content, "model" | "tools" | "responseSchema" | "responseFormat">;

/**
 * Returns the complete request of a filled prompt in a format. Resolve returns it; the playground and evaluations send
 * it. Throws `missing_model`, `missing_placeholders` and `not_convertible`. Pure.
 */
export function toRequest(
  entries: readonly RenderedEntry[],
  { model, tools, responseSchema, responseFormat }: RequestSettings,
  format: RequestFormat,
): WrittenRequest {
  if (!model) throw missingModel(format);
  return writers[format]({
    items: toItems(entries, format),
    model,
    settings: readSettings(model.parameters),
    tools: readTools(tools),
    responseSchema,
    responseFormat,
  });
}

/** Returns a filled prompt as one text, with a blank line between messages. Throws like `toRequest`. Pure. */
export function toText(entries: readonly RenderedEntry[]): string {
  return toItems(entries, "text")
    .map((item) => {
      const { contentBlocks, calls, results } = sortBlocks(item.turn);
      const text = onlyText(
        contentBlocks.map((block) => (block.type === "text" ? { type: "text", text: block.text } : block)),
      );
      if (text === null || calls.length + results.length > 0)
        throw notConvertible("pointer" in item ? item.pointer : "", "images, files and tool calls", "text");
      return text;
    })
    .join("\n\n");
}

function missingModel(format: RequestFormat): AppError {
  const message = `The prompt has no model, which format "${format}" needs. Choose one in the editor, or ask for format "messages".`;
  return new AppError("missing_model", message, {
    errors: [{ pointer: "/model", code: "missing_model", message }],
  });
}
