import type { Message, ResponseFormat } from "@/lib/template/content";
import type { GivenMessage } from "@/lib/template/given-message";

export { offlineModel } from "@/lib/template/offline-model";

/** The kinds of provider, in their public spelling. */
export const providerKinds = ["openai", "anthropic", "google", "openai-compatible"] as const;
export type ProviderName = (typeof providerKinds)[number];

/** A message of a request: from the prompt, or passed by the caller in any provider's form. */
export type ModelMessage = Message | GivenMessage;

/** One model call. `provider` is the name of a connection, or "offline". */
export type ModelRequest = {
  provider: string;
  name: string;
  parameters?: Record<string, unknown>;
  messages: ModelMessage[];
  /** The positions of the messages that replaced a placeholder. */
  placeholderIndexes?: number[];
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

/** How a failed call ended. Text that was streamed before remains valid. */
export type ModelFailure = {
  type: "failed";
  code: ModelFailureCode;
  /** What happened and what to do. Never contains a key. */
  message: string;
  /** The HTTP status of the provider. Null if there was no response. */
  status: number | null;
  retryAfterSeconds: number | null;
};

/** How a successful call ended. Times in ms. `ttftMs` is the time to the first text or tool call. Null: unreported. */
export type ModelFinish = {
  type: "finished";
  latencyMs: number;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  finishReason: string;
};

/** An event of a call. The last one is `finished` or `failed`. */
export type ModelEvent =
  | { type: "text"; text: string }
  | { type: "tool"; name: string; input: unknown }
  | ModelFinish
  | ModelFailure;

/** US dollars per million tokens. */
export type ModelPrice = { inputPerMillion: number; outputPerMillion: number };

/** A model that can be chosen. */
export type ModelOption = {
  provider: string;
  name: string;
  label: string;
  isOffline: boolean;
  isConnected: boolean;
  price: ModelPrice | null;
};

export const offlineLabel = "Offline model: not real answers";
