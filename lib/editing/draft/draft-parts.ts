import type { Message, MessageContent, Part, ToolCall } from "@/lib/template/content";
import { readJson } from "../value-text";
import type { DraftMessage, DraftPart } from "./draft";

/** What a message or one side of an example says, as it is edited: a text, or parts and "". */
export type DraftContent = { content: string; parts?: DraftPart[] };

/** A content ready to be edited. */
export function toDraftContent(content: MessageContent): DraftContent {
  if (typeof content === "string") return { content };
  return { content: "", parts: content.map((part, index) => ({ id: `p${index}`, ...part })) };
}

/** The content that stands for it; the id of each part is the editor's own. */
export function readContent({ content, parts }: { content: string; parts?: DraftPart[] | undefined }): MessageContent {
  return parts ? parts.map(({ id: _, ...part }) => part as Part) : content;
}

/** The message's tool calls as they are typed, and the call it answers. */
export function toDraftCalls({ tool_calls, tool_call_id }: Message): Pick<DraftMessage, "calls" | "tool_call_id"> {
  return {
    ...(tool_calls && { calls: JSON.stringify(tool_calls, null, 2) }),
    ...(tool_call_id !== undefined && { tool_call_id }),
  };
}

/** The tool calls of a text; null when it is no list of calls. What they hold is checked when the version is saved. */
export function readCalls(text: string): ToolCall[] | null {
  const value = readJson(text);
  const isCall = (one: unknown) => typeof one === "object" && one !== null && "function" in one;
  return Array.isArray(value) && value.every(isCall) ? (value as ToolCall[]) : null;
}

/** A text as parts, to which others can be added. */
export function asParts(text: string): DraftPart[] {
  return text === "" ? [] : [{ id: "p0", type: "text", text }];
}

/** A part to be filled in, with an id that is free among those beside it. */
export function newPart(type: DraftPart["type"], beside: readonly DraftPart[]): DraftPart {
  const taken = new Set(beside.map(({ id }) => id));
  let number = beside.length;
  while (taken.has(`p${number}`)) number++;
  const id = `p${number}`;
  return type === "text" ? { id, type, text: "" } : { id, type, variable: type === "image" ? "photo" : "document" };
}

/** Where a part of a message or of an example's side stands in the draft. */
export const partPlace = (place: string, partId: string) => `${place}:${partId}`;
