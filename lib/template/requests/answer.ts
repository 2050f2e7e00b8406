import type { Content } from "../content";
import type { RenderedEntry } from "../fill";
import { type Format, isRequestFormat } from "./formats";
import { toRequest, toText } from "./to-request";
import { readFunctions } from "./tools";

/** Writes the answer of resolve in a format that is written from entries. Throws like `toRequest`. Pure. */
export function writeAnswer(
  content: Content,
  format: Exclude<Format, "messages">,
  entries: readonly RenderedEntry[],
): { text: string } | { request: Record<string, unknown>; omitted?: string[] } {
  if (!isRequestFormat(format)) return { text: toText(entries) };
  const { body, omitted } = toRequest(entries, content, format);
  return { request: body, ...(omitted.length > 0 && { omitted }) };
}

/** The settings beside the answer. A request contains all settings, except where the AI SDK needs functions. Pure. */
export function writeSettings(
  { responseSchema, responseFormat, tools }: Content,
  format: Format,
): Pick<Content, "responseSchema" | "responseFormat"> & { tools?: object } {
  if (format === "ai-sdk") {
    const functions = readFunctions(tools).map(({ name, description, schema }) => [
      name,
      { ...(description && { description }), inputSchema: schema },
    ]);
    return {
      ...(responseSchema && { responseSchema }),
      ...(functions.length > 0 && { tools: Object.fromEntries(functions) }),
    };
  }
  if (isRequestFormat(format)) return {};
  return {
    ...(responseSchema && { responseSchema }),
    ...(responseFormat && { responseFormat }),
    ...(tools && { tools }),
  };
}
