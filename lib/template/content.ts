/** The role of a message. */
export type Role = "system" | "user" | "assistant" | "developer" | "tool";

/** Marks the end of a section that the provider may cache, in Anthropic's form. */
export type CacheControl = { type: "ephemeral"; ttl?: "5m" | "1h" };

type Marked = { cache_control?: CacheControl };

/** The source of an image or a file: one of `url` (a template), `data` (base64) and `variable`. */
type Source = { url?: string; data?: string; media_type?: string; variable?: string };

export type TextPart = { type: "text"; text: string } & Marked;
export type ImagePart = { type: "image"; detail?: "auto" | "low" | "high" } & Source & Marked;
export type FilePart = { type: "file"; filename?: string } & Source & Marked;

/** One part of a message's content. The text of a text part and the `url` of other parts are templates. */
export type Part = TextPart | ImagePart | FilePart;

/** The content of a message: one template, or parts. */
export type MessageContent = string | Part[];

/** A tool call of the assistant, in OpenAI's form. `arguments` is a JSON text and not a template. */
export type ToolCall = { id: string; type: "function"; function: { name: string; arguments: string } };

/** One message of a prompt. `tool_calls`: of the assistant. `tool_call_id`: the call that a tool message answers. */
export type Message = {
  role: Role;
  content: MessageContent;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
};

/** A position that the caller fills with messages: "history", or "examples" for the few-shot pairs. */
export type Placeholder = { placeholder: string; optional?: boolean };

export type VariableType = "string" | "number" | "boolean" | "array" | "object" | "image" | "file";

/**
 * A variable of a prompt. `schema` is a JSON Schema for its values. `inferred`: it was not declared; its type was
 * derived from its use. If that type is text, number or boolean, the variable accepts values of all three.
 */
export type Variable = {
  name: string;
  type: VariableType;
  required: boolean;
  default?: unknown;
  description?: string;
  schema?: Record<string, unknown>;
  inferred?: boolean;
};

/** One few-shot pair. Both sides are templates or parts. */
export type Example = { input: MessageContent; output: MessageContent };

/** The model. `parameters` use common names (`temperature`, `max_tokens`, `tool_choice`, …); others are kept. */
export type Model = { provider: string; name: string; parameters?: Record<string, unknown> };

/** Which model: the connection of its provider, and its name there. */
export type ModelRef = Pick<Model, "provider" | "name">;

/** How the response schema is requested: its name, its description, and whether the provider enforces it exactly. */
export type ResponseFormat = { name?: string; description?: string; strict?: boolean };

/** A reference to a snippet, pinned to a version of that prompt. */
export type Pin = { name: string; version: number };

/** The content of a version: everything that is saved. */
export type Content = {
  type: "chat" | "text";
  messages: (Message | Placeholder)[];
  examples?: Example[];
  model?: Model;
  variables?: Variable[];
  responseSchema?: Record<string, unknown>;
  responseFormat?: ResponseFormat;
  tools?: Record<string, unknown>[];
  snippets?: Pin[];
};

/** Whether an entry of `messages` is a placeholder. */
export function isPlaceholder(entry: Message | Placeholder): entry is Placeholder {
  return "placeholder" in entry;
}
