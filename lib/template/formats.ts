import { isPlaceholder, type Message, type Model } from "./content";
import type { RenderedMessages } from "./render";

export type Format = "messages" | "text" | "openai" | "anthropic";

/** Every format `toFormat` knows. */
export const formats = ["messages", "text", "openai", "anthropic"] as const satisfies readonly Format[];

type AnthropicMessage = { role: "user" | "assistant"; content: string };

export type Formatted =
  | { messages: RenderedMessages }
  | { text: string }
  | { model?: string; messages: Message[] }
  | { model?: string; system?: string; messages: AnthropicMessage[] };

/**
 * The messages in the shape a provider takes. Placeholders that nobody filled stay only in `messages`. The model's name
 * is given along where the shape has a place for it.
 */
export function toFormat(
  messages: RenderedMessages,
  model: Model | undefined,
  format: "messages",
): { messages: RenderedMessages };
export function toFormat(messages: RenderedMessages, model: Model | undefined, format: Format): Formatted;
export function toFormat(messages: RenderedMessages, model: Model | undefined, format: Format): Formatted {
  if (format === "messages") return { messages };
  const filled = messages.filter((entry): entry is Message => !isPlaceholder(entry));
  if (format === "text") return { text: filled.map(({ content }) => content).join("\n\n") };
  const named = model && model.provider === format ? { model: model.name } : {};
  if (format === "openai") return { ...named, messages: filled };
  return { ...named, ...toAnthropic(filled) };
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
