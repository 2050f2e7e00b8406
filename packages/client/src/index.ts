export type {
  AnyPrompts,
  Assignment,
  Client,
  ClientOptions,
  ClientState,
  Fallback,
  Feedback,
  Format,
  Message,
  OutboxStorage,
  Outcome,
  Placeholder,
  Prompt,
  PromptReference,
  PromptTypes,
  ResolveOptions,
  Storage,
  Variable,
} from "./api";
export { UnderstudyError } from "./api";
export { createClient } from "./client";
