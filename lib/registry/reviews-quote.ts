import type { Content } from "@/lib/template/content";

/** A location in a content: a JSON pointer and a line, starting at 1. Null means the whole field. */
export type CommentAnchor = { pointer: string; line: number | null };

const quoteLength = 500;

/** The value at a JSON pointer; undefined if there is none. */
export function valueAt(content: Content, pointer: string): unknown {
  if (pointer === "") return content;
  if (!pointer.startsWith("/")) return undefined;
  let current: unknown = content;
  for (const part of pointer.slice(1).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/**
 * The text of a line, stored with a comment so that it can be shown after the line is gone. "" for a whole field, null
 * if the location does not exist. A value that is not text has the lines of its indented JSON. Pure.
 */
export function quoteAt(content: Content, { pointer, line }: CommentAnchor): string | null {
  const value = valueAt(content, pointer);
  // A missing top-level field can be commented on as a whole, to say that it is missing.
  if (value === undefined) return line === null && /^\/[a-zA-Z]+$/.test(pointer) ? "" : null;
  if (line === null) return "";
  if (pointer === "") return null;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const found = text.split("\n")[line - 1];
  return found === undefined ? null : found.slice(0, quoteLength);
}
