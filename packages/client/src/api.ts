/** The public types of the client. Imports nothing, so that the types are self-contained. */

type Role = "system" | "user" | "assistant" | "developer" | "tool";
type CacheControl = { type: "ephemeral"; ttl?: "5m" | "1h" };
type MediaSource = { url?: string; data?: string; media_type?: string; variable?: string };
/** One part of a message: a text, an image or a file. */
type Part =
  | { type: "text"; text: string; cache_control?: CacheControl }
  | ({ type: "image"; detail?: "auto" | "low" | "high"; cache_control?: CacheControl } & MediaSource)
  | ({ type: "file"; filename?: string; cache_control?: CacheControl } & MediaSource);
type ToolCall = { id: string; type: "function"; function: { name: string; arguments: string } };
export type Message = {
  role: Role;
  content: string | Part[];
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
};
/** A message for a placeholder, in the format of any provider. */
export type GivenMessage = Readonly<Record<string, unknown>>;
/** A placeholder that the application fills with messages. */
export type Placeholder = { placeholder: string; optional?: boolean };
export type Model = { provider: string; name: string; parameters?: Record<string, unknown> };
export type Variable = {
  name: string;
  type: "string" | "number" | "boolean" | "array" | "object" | "image" | "file";
  required: boolean;
  default?: unknown;
  description?: string;
  schema?: Record<string, unknown>;
  inferred?: boolean;
};
export type ResponseFormat = { name?: string; description?: string; strict?: boolean };
/** `messages` is provider-neutral. All others except `text` are complete requests of a provider or a library. */
export type Format =
  | "messages"
  | "text"
  | "openai"
  | "openai-responses"
  | "anthropic"
  | "google"
  | "ai-sdk"
  | "langchain";

/** The prompts of an environment. `understudy-types` generates this type, so that a wrong variable does not compile. */
export type PromptTypes = Record<string, { variables: object; response?: unknown }>;
/** Any prompt with any variables. */
export type AnyPrompts = Record<string, { variables: Record<string, unknown> }>;

/** Served if no prompt is available: a text, or messages with `{{ name }}` in them. */
export type Fallback = string | { messages: (Message | Placeholder)[]; model?: Model };

export type ResolveOptions<Variables extends object = Record<string, unknown>> = {
  /** The user. Experiments and holdbacks need it. Without it, the released version is returned. */
  userId?: string | undefined;
  /** If given, the messages are returned filled. */
  variables?: Variables | undefined;
  /** Messages for the prompt's placeholders, by name. */
  placeholders?: Readonly<Record<string, readonly GivenMessage[]>> | undefined;
  format?: Format | undefined;
  /** A version by its number instead of the released one. Requested from the server unless it is cached. */
  version?: number | undefined;
  /** Served instead of an error. `source` is then "fallback". */
  fallback?: Fallback | undefined;
  /** Aborts the wait for the first bundle, or for a version by its number. */
  signal?: AbortSignal | undefined;
};

export type Assignment = {
  reason: "release" | "experiment" | "pinned";
  experimentId: string | null;
  variant: string | null;
};

/**
 * The source of a prompt: the current bundle, the bundle in storage, a request to the server, or the caller's fallback.
 */
export type Source = "memory" | "storage" | "server" | "fallback";

/** Identifies the prompt in events. Plain data, so it can be passed on as metadata. */
export type PromptReference = {
  interactionId: string;
  prompt: string;
  version: number;
  environment: string;
  userId?: string;
};

/** A prompt as the server would return it. `JSON.stringify` gives exactly that answer. */
export interface Prompt {
  readonly name: string;
  readonly environment: string;
  /** 0 for a fallback. */
  readonly version: number;
  readonly versionId: string;
  readonly contentHash: string;
  readonly type: "chat" | "text";
  /** A copy that you may change. Templates unless variables were given. */
  readonly messages: (Message | Placeholder | GivenMessage)[];
  /** With format "text": the messages as one text. */
  readonly text?: string;
  /** In a provider's format: the complete body of its call. */
  readonly request?: Record<string, unknown>;
  /** Parameters of the version that the format does not support. */
  readonly omitted?: string[];
  readonly variables: readonly Variable[];
  readonly model: Model | null;
  readonly responseSchema?: Record<string, unknown>;
  readonly responseFormat?: ResponseFormat;
  readonly tools?: Record<string, unknown>[];
  readonly assignment: Assignment;
  /** True if the bundle has not been confirmed for longer than `staleAfterMs`. */
  readonly stale: boolean;
  readonly source: Source;
  /** Why a fallback was served. */
  readonly error?: UnderstudyError;
  /** The id to report outcome and feedback with. Generated at the first access. */
  readonly interactionId: string;
  readonly reference: PromptReference;
  /** Returns the messages filled with these values. Throws if a value is missing or invalid. */
  render(
    variables?: Record<string, unknown>,
    placeholders?: Readonly<Record<string, readonly GivenMessage[]>>,
  ): (Message | GivenMessage)[];
  toJSON(): unknown;
}

/** The outcome of a call with a prompt. Times are in milliseconds, the cost in US dollars. */
export type Outcome = {
  latencyMs?: number | undefined;
  ttftMs?: number | undefined;
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  costUsd?: number | undefined;
  completed?: boolean | undefined;
  refused?: boolean | undefined;
  violation?: boolean | undefined;
  input?: unknown;
  output?: unknown;
};

/** A person's feedback on an answer. */
export type Feedback = {
  thumbs?: "up" | "down";
  stars?: 1 | 2 | 3 | 4 | 5;
  edited?: boolean;
  regenerated?: boolean;
  completed?: boolean;
  comment?: string;
};

/** Stores a text between runs of the process. */
export type Storage = { load(): Promise<string | null>; save(text: string): Promise<void> };

/** Stores events that the server has not confirmed. Lines may be returned more than once. */
export type OutboxStorage = {
  load(): Promise<string[]>;
  append(lines: readonly string[]): Promise<void>;
  /** Replaces all lines by the unconfirmed ones. */
  replace(lines: readonly string[]): Promise<void>;
};

export type Level = "debug" | "warn" | "error";

export type ClientOptions = {
  /** The address of the server: https://prompts.example.com */
  url: string;
  /** A runtime key, such as `process.env.UNDERSTUDY_API_KEY`. The client throws if it is missing. */
  apiKey: string | undefined;
  /** The environment. The default is the key's only one. */
  environment?: string | undefined;
  /** Only prompts in this folder: support for support/triage. */
  folder?: string | undefined;
  /** Stores the last bundle for a start without the server. `fileStorage` of @understudy/client/node uses a file. */
  storage?: Storage | undefined;
  /** Stores unconfirmed events. `fileOutbox` of @understudy/client/node uses a file. */
  outbox?: OutboxStorage | undefined;
  /** "stream" (default) follows changes, and polls if that fails. "poll" suits serverless functions. */
  mode?: "stream" | "poll" | undefined;
  /** The polling interval without a stream, in ms. The default is 10 seconds. */
  pollMs?: number | undefined;
  /**
   * How long the first answer may take, in ms. After that the fallback or an error is returned. The default is 300 ms.
   */
  deadlineMs?: number | undefined;
  /**
   * The time in ms without contact with the server after which answers have `stale: true`. The default is 60 seconds.
   */
  staleAfterMs?: number | undefined;
  /** How long events are collected before they are sent, in ms. The default is 1 second. */
  flushMs?: number | undefined;
  /**
   * The maximum number of queued events and exposures. Above it, the oldest are dropped and counted. The default is
   * 10,000.
   */
  maxQueued?: number | undefined;
  /** The maximum size of a bundle in characters. The default is 64 million. */
  maxBundleSize?: number | undefined;
  fetch?: typeof fetch | undefined;
  /** Receives log messages, each kind at most once a minute. Without it nothing is printed. */
  onLog?: ((level: Level, message: string, error?: unknown) => void) | undefined;
};

/** The state of the client as plain data. */
export type ClientState = {
  isReady: boolean;
  /** How changes currently arrive. */
  mode: "stream" | "poll";
  isConnected: boolean;
  prompts: number;
  hash: string | null;
  /** When the server last confirmed the bundle, in ms since 1970 by this machine's clock. Null if not yet. */
  confirmedAt: number | null;
  events: { queued: number; sent: number; rejected: number; dropped: number };
  exposures: { queued: number; sent: number; rejected: number; dropped: number };
};

export interface Client<Prompts extends PromptTypes = AnyPrompts> {
  /**
   * Returns the prompt for this user. Rejects with an UnderstudyError only if there is neither a prompt nor a fallback.
   */
  resolve<Name extends keyof Prompts & string>(
    name: Name,
    options?: ResolveOptions<Prompts[Name]["variables"]>,
  ): Promise<Prompt>;
  /**
   * Returns the prompt synchronously from memory. Null if the client does not have the prompt, or has not loaded the
   * code for its format. Throws if a variable is missing or invalid.
   */
  peek<Name extends keyof Prompts & string>(
    name: Name,
    options?: Omit<ResolveOptions<Prompts[Name]["variables"]>, "fallback" | "signal">,
  ): Prompt | null;
  /** Returns the prompt with its messages filled. */
  render<Name extends keyof Prompts & string>(
    name: Name,
    variables: Prompts[Name]["variables"],
    options?: Omit<ResolveOptions, "variables">,
  ): Promise<Prompt>;
  /** Reports the outcome of a call with a prompt. It is queued and sent in a batch. */
  record(prompt: Prompt | PromptReference, outcome: Outcome): void;
  /** Reports a person's feedback on the answer of this interaction. */
  feedback(interactionId: string, feedback: Feedback): void;
  /** Resolves when prompts can be served. Rejects after `timeoutMs` (default: `deadlineMs`). */
  ready(timeoutMs?: number): Promise<void>;
  /** Calls the listener with the names of changed prompts. Returns a function that unsubscribes. */
  onChange(listener: (names: readonly string[]) => void): () => void;
  state(): ClientState;
  /** Sends queued events. Resolves with false if the server did not accept all of them. */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Sends queued events, writes the rest to the outbox, and closes all connections. */
  close(timeoutMs?: number): Promise<void>;
}

/** `code` is stable: one of the API's, or not_ready, timeout, aborted, closed, bundle_invalid, server_unreachable. */
export class UnderstudyError extends Error {
  override readonly name = "UnderstudyError";
  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
