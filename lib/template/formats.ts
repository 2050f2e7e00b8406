import { isPlaceholder, type Message, type Model } from "./content";
import type { RenderedMessages } from "./render";

export type Format = "messages" | "text" | "openai" | "anthropic";

/** Every format `toFormat` knows. */
export const formats = ["messages", "text", "openai", "anthropic"] as const satisfies readonly Format[];

type AnthropicMessage = { role: "user" | "assistant"; content: string };

export type Formatted =
  | { messages: RenderedMessages }
  | { text: string }
  | { messages: Message[] }
  | { system?: string; messages: AnthropicMessage[] };

/**
 * The messages in the shape a provider takes; placeholders nobody filled stay only in `messages`. The model tells which
 * dialect of the OpenAI shape to write.
 */
export function toFormat(messages: RenderedMessages, model: Model | undefined, format: Format): Formatted {
  if (format === "messages") return { messages };
  const filled = messages.filter((entry): entry is Message => !isPlaceholder(entry));
  if (format === "text") return { text: filled.map(({ content }) => content).join("\n\n") };
  if (format === "anthropic") return toAnthropic(filled);
  return { messages: filled.map((message) => toOpenAi(message, model)) };
}

/** `developer` is OpenAI's own; a tool's answer without the id of its call is refused everywhere. */
function toOpenAi(message: Message, model: Model | undefined): Message {
  const isOpenAi = !model || model.provider === "openai";
  if (message.role === "developer" && !isOpenAi) return { ...message, role: "system" };
  if (message.role === "tool" && !("tool_call_id" in message)) return { ...message, role: "user" };
  return message;
}

/** Instructions become `system`; the rest alternates between user and assistant, as the Messages API wants it. */
function toAnthropic(messages: readonly Message[]): { system?: string; messages: AnthropicMessage[] } {
  const isInstruction = ({ role }: Message) => role === "system" || role === "developer";
  const system = messages
    .filter(isInstruction)
    .map(({ content }) => content)
    .join("\n\n");
  const turns: AnthropicMessage[] = [];
  for (const message of messages) {
    if (isInstruction(message)) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.content += `\n\n${message.content}`;
    else turns.push({ role, content: message.content });
  }
  return system ? { system, messages: turns } : { messages: turns };
}
