/** Everything an application sees of the client. Imports nothing, so that its types stand alone. */

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
/** A message for a placeholder, in the form of any provider. */
export type GivenMessage = Readonly<Record<string, unknown>>;
/** A place that the application fills with messages. */
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
/** `messages` is neutral; the others but `text` are complete requests of a provider or a library. */
export type Format =
  | "messages"
  | "text"
  | "openai"
  | "openai-responses"
  | "anthropic"
  | "google"
  | "ai-sdk"
  | "langchain";

/** The prompts of an environment; `understudy-types` writes one, so that a wrong variable does not compile. */
export type PromptTypes = Record<string, { variables: object; response?: unknown }>;
/** Any prompt with any variables. */
export type AnyPrompts = Record<string, { variables: Record<string, unknown> }>;

/** What is served when there is no prompt to serve: a text, or messages with `{{ name }}` in them. */
export type Fallback = string | { messages: (Message | Placeholder)[]; model?: Model };

export type ResolveOptions<Variables extends object = Record<string, unknown>> = {
  /** Who it is for. Experiments and holdbacks go by it; without it everybody gets what is released. */
  userId?: string | undefined;
  /** When given, the messages come back filled. */
  variables?: Variables | undefined;
  /** Messages for the prompt's placeholders, by name. */
  placeholders?: Readonly<Record<string, readonly GivenMessage[]>> | undefined;
  format?: Format | undefined;
  /** A version by its number instead of what is released. Asks the server unless the version is at hand. */
  version?: number | undefined;
  /** Served instead of an error; `source` is then "fallback". */
  fallback?: Fallback | undefined;
  /** Ends the wait for the first bundle, or for a version by its number. */
  signal?: AbortSignal | undefined;
};

export type Assignment = {
  reason: "release" | "experiment" | "pinned";
  experimentId: string | null;
  variant: string | null;
};

/** Where a prompt came from: the server's current bundle, what storage kept, the server itself, or the caller's fallback. */
export type Source = "memory" | "storage" | "server" | "fallback";

/** What an event names to be counted for a prompt; plain data, to pass on as metadata. */
export type PromptReference = {
  interactionId: string;
  prompt: string;
  version: number;
  environment: string;
  userId?: string;
};

/** A prompt as the server would have answered it; `JSON.stringify` gives that very answer. */
export interface Prompt {
  readonly name: string;
  readonly environment: string;
  /** 0 for a fallback. */
  readonly version: number;
  readonly versionId: string;
  readonly contentHash: string;
  readonly type: "chat" | "text";
  /** A copy of your own to add to. Templates unless variables were given. */
  readonly messages: (Message | Placeholder | GivenMessage)[];
  /** Format text: the messages as one text. */
  readonly text?: string;
  /** In a provider's format: the complete body of its call. */
  readonly request?: Record<string, unknown>;
  /** Parameters of the version that the format has no field for. */
  readonly omitted?: string[];
  readonly variables: readonly Variable[];
  readonly model: Model | null;
  readonly responseSchema?: Record<string, unknown>;
  readonly responseFormat?: ResponseFormat;
  readonly tools?: Record<string, unknown>[];
  readonly assignment: Assignment;
  /** True when the bundle has not been confirmed for longer than `staleAfterMs`. */
  readonly stale: boolean;
  readonly source: Source;
  /** Why a fallback was served. */
  readonly error?: UnderstudyError;
  /** To send back with what happened; made when it is first read. */
  readonly interactionId: string;
  readonly reference: PromptReference;
  /** The messages filled with these values. Throws what is wrong with them. */
  render(
    variables?: Record<string, unknown>,
    placeholders?: Readonly<Record<string, readonly GivenMessage[]>>,
  ): (Message | GivenMessage)[];
  toJSON(): unknown;
}

/** What happened with a prompt's answer. Times in milliseconds, cost in US dollars. */
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

/** What a person thought of an answer, or did with it. */
export type Feedback = {
  thumbs?: "up" | "down";
  stars?: 1 | 2 | 3 | 4 | 5;
  edited?: boolean;
  regenerated?: boolean;
  completed?: boolean;
  comment?: string;
};

/** A text that outlives the process. */
export type Storage = { load(): Promise<string | null>; save(text: string): Promise<void> };

/** Where events wait that the server has not confirmed. Lines may come back more than once. */
export type OutboxStorage = {
  load(): Promise<string[]>;
  append(lines: readonly string[]): Promise<void>;
  /** What is left: everything else was confirmed. */
  replace(lines: readonly string[]): Promise<void>;
};

export type Level = "debug" | "warn" | "error";

export type ClientOptions = {
  /** Where Understudy runs: https://prompts.example.com */
  url: string;
  /** A runtime key. */
  apiKey: string;
  /** The key's only environment when left out. */
  environment?: string | undefined;
  /** Only prompts in this folder: support for support/triage. */
  folder?: string | undefined;
  /** Keeps the last bundle for a start without the server; `fileStorage` of @understudy/client/node keeps a file. */
  storage?: Storage | undefined;
  /** Keeps events that are not confirmed; `fileOutbox` of @understudy/client/node keeps a file. */
  outbox?: OutboxStorage | undefined;
  /** "stream" (default) follows changes and polls when that fails; "poll" suits serverless functions. */
  mode?: "stream" | "poll" | undefined;
  /** How often to ask for the bundle where there is no stream; 10 seconds. */
  pollMs?: number | undefined;
  /** How long the first answer may take; then the fallback is served, or an error. 300 ms. */
  deadlineMs?: number | undefined;
  /** How long without a word from the server answers say `stale: true`. 60 seconds. */
  staleAfterMs?: number | undefined;
  /** How long events wait to be sent together; 1 second. */
  flushMs?: number | undefined;
  /** How many events and exposures are kept at most while the server is away; the oldest are then dropped, and counted. 10,000. */
  maxQueued?: number | undefined;
  /** The largest bundle that is read, in characters; 64 million. */
  maxBundleSize?: number | undefined;
  fetch?: typeof fetch | undefined;
  /** Gets what went wrong, once for each kind; nothing is printed without it. */
  onLog?: ((level: Level, message: string, error?: unknown) => void) | undefined;
};

/** The client in plain numbers. */
export type ClientState = {
  isReady: boolean;
  /** How changes arrive now. */
  mode: "stream" | "poll";
  isConnected: boolean;
  prompts: number;
  hash: string | null;
  /** When the server last confirmed the bundle, in milliseconds since 1970 by this machine's clock; null: not yet. */
  confirmedAt: number | null;
  events: { queued: number; sent: number; rejected: number; dropped: number };
  exposures: { queued: number; sent: number; rejected: number; dropped: number };
};

export interface Client<Prompts extends PromptTypes = AnyPrompts> {
  /** The prompt for this user. Rejects with an UnderstudyError only when there is nothing to serve. */
  resolve<Name extends keyof Prompts & string>(
    name: Name,
    options?: ResolveOptions<Prompts[Name]["variables"]>,
  ): Promise<Prompt>;
  /** The same at once, from memory; null when the client does not have the prompt, or not yet what its format needs. Throws what is wrong with the variables. */
  peek<Name extends keyof Prompts & string>(
    name: Name,
    options?: Omit<ResolveOptions<Prompts[Name]["variables"]>, "fallback" | "signal">,
  ): Prompt | null;
  /** The prompt with its messages filled. */
  render<Name extends keyof Prompts & string>(
    name: Name,
    variables: Prompts[Name]["variables"],
    options?: Omit<ResolveOptions, "variables">,
  ): Promise<Prompt>;
  /** Reports what happened with a prompt's answer. Costs nothing now: it is sent with others. */
  record(prompt: Prompt | PromptReference, outcome: Outcome): void;
  /** Reports what a person thought of the answer of this interaction. */
  feedback(interactionId: string, feedback: Feedback): void;
  /** Resolves when prompts can be served; rejects after `timeoutMs` (default: `deadlineMs`). */
  ready(timeoutMs?: number): Promise<void>;
  /** Calls the listener with the names of prompts that changed. Returns how to stop. */
  onChange(listener: (names: readonly string[]) => void): () => void;
  state(): ClientState;
  /** Sends what waits; false when the server did not take it all. */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Sends what waits, writes the rest to the outbox, and ends every connection. */
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
