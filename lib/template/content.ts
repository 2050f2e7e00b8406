/** Who speaks in a message. */
export type Role = "system" | "user" | "assistant" | "developer" | "tool";

/** One message of a prompt: its content is a template. */
export type Message = { role: Role; content: string; name?: string };

/** A place in the prompt that the caller fills with messages: "history", or "examples" for the few-shot pairs. */
export type Placeholder = { placeholder: string };

export type VariableType = "string" | "number" | "boolean" | "array" | "object";

/** A declared variable of a prompt. */
export type Variable = { name: string; type: VariableType; required: boolean; default?: unknown; description?: string };

/** One few-shot pair; both sides are templates. */
export type Example = { input: string; output: string };

export type Model = { provider: string; name: string; parameters?: Record<string, unknown> };

/** A snippet reference, fixed to a version of that prompt. */
export type Pin = { name: string; version: number };

/** The content of a version: everything a save keeps. */
export type Content = {
  type: "chat" | "text";
  messages: (Message | Placeholder)[];
  examples?: Example[];
  model?: Model;
  variables?: Variable[];
  responseSchema?: Record<string, unknown>;
  tools?: Record<string, unknown>[];
  snippets?: Pin[];
};

/** Whether an entry of `messages` is a placeholder. */
export function isPlaceholder(entry: Message | Placeholder): entry is Placeholder {
  return "placeholder" in entry;
}
