import { isRecord } from "@/lib/core/records";

/** Returns the texts of a value in order. For a conversation, the last message of the user. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) {
    const last = value.findLast((turn) => isRecord(turn) && turn.role === "user");
    return last ? textsOf(last.content) : value.flatMap(textsOf);
  }
  if (!isRecord(value)) return [];
  if (typeof value.role === "string" && (value.content ?? value.parts)) return textsOf(value.content ?? value.parts);
  return textsOf(Array.isArray(value.messages) ? value.messages : Object.values(value));
}

/**
 * Returns an input as one line. For JSON, only its texts, without names and punctuation. A truncated text is unchanged.
 */
export function inputWords(excerpt: string): string {
  if (!/^\s*[[{]/.test(excerpt)) return excerpt;
  try {
    return textsOf(JSON.parse(excerpt)).join(" · ") || excerpt;
  } catch {
    return excerpt.replace(/^\s*\{"[^"]{1,100}":\s*"/, "");
  }
}
