import type { Message, MessageContent, Part } from "./content";
import { textMark } from "./text-mark";

/** Returns the text of a message's content: its text parts, one per line. Images and files have no text. */
export function plainText(content: MessageContent): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
}

/** Returns a message's content as lines to read and compare: text unchanged, every other part as one line. */
export function contentLines(content: MessageContent): string {
  return typeof content === "string" ? content : content.map(partLine).join("\n");
}

/** Returns the whole message as lines, with its tool calls. Without these, the same as its content. */
export function messageLines({ content, tool_calls = [], tool_call_id }: Omit<Message, "role">): string {
  const calls = tool_calls.map(({ id, function: { name, arguments: input } }) => `[calls ${name} ${input} as ${id}]`);
  const answered = tool_call_id === undefined ? [] : [`[answers ${tool_call_id}]`];
  if (calls.length + answered.length === 0) return contentLines(content);
  return [...answered, ...(content === "" ? [] : [contentLines(content)]), ...calls].join("\n");
}

/** Returns one part as a line. A text part is its text. */
export function partLine(part: Part): string {
  const cached = part.cache_control ? `[cached up to here${lifetime(part)}]` : "";
  if (part.type === "text") return cached ? `${part.text}\n${cached}` : part.text;
  const more = [
    "filename" in part ? part.filename : "",
    "detail" in part && part.detail ? `${part.detail} detail` : "",
  ].filter(Boolean);
  const line = `[${[part.type, source(part), ...more].join(" ")}]`;
  return cached ? `${line}\n${cached}` : line;
}

const lifetime = ({ cache_control }: Part) => (cache_control?.ttl ? ` for ${cache_control.ttl}` : "");

function source({ variable, url, data, media_type }: Exclude<Part, { type: "text" }>): string {
  if (variable !== undefined) return `{{ ${variable} }}`;
  if (url !== undefined) return media_type ? `${url} ${media_type}` : url;
  const bytes = Math.floor(((data ?? "").length * 3) / 4);
  return `${media_type ?? ""} ${bytes} bytes ${textMark(data ?? "")}`.trim();
}
