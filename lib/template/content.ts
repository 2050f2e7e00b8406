/** Who speaks in a message. */
export type Role = "system" | "user" | "assistant" | "developer" | "tool";

/** Marks the end of a stretch that the provider may cache; Anthropic's field in Anthropic's form. */
export type CacheControl = { type: "ephemeral"; ttl?: "5m" | "1h" };

type Marked = { cache_control?: CacheControl };

/** Where an image or a file comes from: one of `url` (a template), `data` (base64) and `variable`. */
type Source = { url?: string; data?: string; media_type?: string; variable?: string };

export type TextPart = { type: "text"; text: string } & Marked;
export type ImagePart = { type: "image"; detail?: "auto" | "low" | "high" } & Source & Marked;
export type FilePart = { type: "file"; filename?: string } & Source & Marked;

/** One part of a message's content. The text of a text part and the `url` of the others are templates. */
export type Part = TextPart | ImagePart | FilePart;

/** What a message says: one template, or parts. */
export type MessageContent = string | Part[];

/** A call that the assistant makes, in OpenAI's form: `arguments` is a JSON text, and no template. */
export type ToolCall = { id: string; type: "function"; function: { name: string; arguments: string } };

/** One message of a prompt. `tool_calls`: of the assistant; `tool_call_id`: the call that a tool's message answers. */
export type Message = {
  role: Role;
  content: MessageContent;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
};

/** A place in the prompt that the caller fills with messages: "history", or "examples" for the few-shot pairs. */
export type Placeholder = { placeholder: string; optional?: boolean };

export type VariableType = "string" | "number" | "boolean" | "array" | "object" | "image" | "file";

/**
 * A variable of a prompt. `schema`: a JSON Schema that its values keep. `inferred`: nobody declared it; its type was
 * read from its use, so it takes any text, number or boolean where the type is one of these.
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

/** One few-shot pair; both sides are templates or parts. */
export type Example = { input: MessageContent; output: MessageContent };

/** What answers. `parameters` in the field's common names (`temperature`, `max_tokens`, `tool_choice`, …); others are kept. */
export type Model = { provider: string; name: string; parameters?: Record<string, unknown> };

/** How the response schema is asked for: its name, what it is for, and whether the provider enforces it exactly. */
export type ResponseFormat = { name?: string; description?: string; strict?: boolean };

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
  responseFormat?: ResponseFormat;
  tools?: Record<string, unknown>[];
  snippets?: Pin[];
};

/** Whether an entry of `messages` is a placeholder. */
export function isPlaceholder(entry: Message | Placeholder): entry is Placeholder {
  return "placeholder" in entry;
}
