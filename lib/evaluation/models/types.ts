import type { Message, ResponseFormat } from "@/lib/template/content";
import type { GivenMessage } from "@/lib/template/placeholders";

export { offlineModel } from "@/lib/template/offline-model";

/** The kinds of provider, as they are written outside. */
export const providerKinds = ["openai", "anthropic", "google", "openai-compatible"] as const;
export type ProviderName = (typeof providerKinds)[number];

/** A message that is sent: of the prompt, or as the caller put it in, in any provider's form. */
export type ModelMessage = Message | GivenMessage;

/** One call of a model: what is sent. `provider` is the name of a connection, or "offline". */
export type ModelRequest = {
  provider: string;
  name: string;
  parameters?: Record<string, unknown>;
  messages: ModelMessage[];
  /** The positions of the messages that were put in for a placeholder. */
  given?: number[];
  responseSchema?: Record<string, unknown>;
  responseFormat?: ResponseFormat;
  tools?: Record<string, unknown>[];
};

export type ModelFailureCode =
  | "provider_error"
  | "provider_unavailable"
  | "rate_limited"
  | "not_connected"
  | "url_not_allowed"
  | "cancelled";

/** How a call ended that did not finish. What was streamed before stays with the reader. */
export type ModelFailure = {
  type: "failed";
  code: ModelFailureCode;
  /** What happened and what to do; never a key. */
  message: string;
  /** The provider's HTTP status; null when it did not get that far. */
  status: number | null;
  retryAfterSeconds: number | null;
};

/** How a call ended well. Times in ms; `ttftMs` is the time to the first text or tool call. Null: not told. */
export type ModelFinish = {
  type: "finished";
  latencyMs: number;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  finishReason: string;
};

/** What a call gives, in order; the last one is `finished` or `failed`. */
export type ModelEvent =
  | { type: "text"; text: string }
  | { type: "tool"; name: string; input: unknown }
  | ModelFinish
  | ModelFailure;

/** US dollars for a million tokens. */
export type ModelPrice = { inputPerMillion: number; outputPerMillion: number };

/** A model one may choose. */
export type ModelOption = {
  provider: string;
  name: string;
  label: string;
  isOffline: boolean;
  isConnected: boolean;
  price: ModelPrice | null;
};

export const offlineLabel = "Offline model: not real answers";
