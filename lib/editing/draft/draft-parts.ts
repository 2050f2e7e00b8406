import { parseJson } from "@/lib/core/parse-json";
import type { Message, MessageContent, Part, ToolCall } from "@/lib/template/content";
import type { DraftMessage, DraftPart } from "./draft";

/** The content of a message or of one side of an example in the editor: a text, or parts and "". */
export type DraftContent = { content: string; parts?: DraftPart[] };

/** Converts a content for the editor. */
export function toDraftContent(content: MessageContent): DraftContent {
  if (typeof content === "string") return { content };
  return { content: "", parts: content.map((part, index) => ({ id: `p${index}`, ...part })) };
}

/** Converts it back to a content. Part ids exist only in the editor. */
export function readContent({ content, parts }: { content: string; parts?: DraftPart[] | undefined }): MessageContent {
  return parts ? parts.map(({ id: _, ...part }) => part as Part) : content;
}

/** The tool calls of the message as text, and the call that it answers. */
export function toDraftCalls({ tool_calls, tool_call_id }: Message): Pick<DraftMessage, "calls" | "tool_call_id"> {
  return {
    ...(tool_calls && { calls: JSON.stringify(tool_calls, null, 2) }),
    ...(tool_call_id !== undefined && { tool_call_id }),
  };
}

/** Parses the tool calls of a text. Null: not a list of calls. Their contents are checked when the version is saved. */
export function readCalls(text: string): ToolCall[] | null {
  const value = parseJson(text);
  const isCall = (one: unknown) => typeof one === "object" && one !== null && "function" in one;
  return Array.isArray(value) && value.every(isCall) ? (value as ToolCall[]) : null;
}

/** Converts a text to parts, so that others can be added. */
export function asParts(text: string): DraftPart[] {
  return text === "" ? [] : [{ id: "p0", type: "text", text }];
}

/** A new part, with an id that is unique among its siblings. */
export function newPart(type: DraftPart["type"], beside: readonly DraftPart[]): DraftPart {
  const taken = new Set(beside.map(({ id }) => id));
  let number = beside.length;
  while (taken.has(`p${number}`)) number++;
  const id = `p${number}`;
  return type === "text" ? { id, type, text: "" } : { id, type, variable: type === "image" ? "photo" : "document" };
}

/** The place of a part of a message or of an example's side in the draft. */
export const partPlace = (place: string, partId: string) => `${place}:${partId}`;
