import type { ContentMark } from "./content-policy";
import type { Reason } from "./interaction-mark";
import type { Attributes, InteractionKind } from "./schema";

/** What people said of an answer in the end; null where nobody said it. */
export type FeedbackView = {
  at: string;
  thumbs: "up" | "down" | null;
  stars: number | null;
  edited: boolean | null;
  regenerated: boolean | null;
  comment: string | null;
};

/** One use of a prompt by an application, with what became of it. */
export type InteractionView = {
  interactionId: string;
  at: string;
  prompt: string;
  version: number;
  environment: string;
  /** Why resolve answered with this version; null: nobody said. */
  reason: Reason | null;
  userId: string | null;
  sessionId: string | null;
  traceId: string | null;
  parentId: string | null;
  name: string | null;
  kind: InteractionKind;
  model: string | null;
  attributes: Attributes;
  latencyMs: number | null;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
  /** What failed; null: the call did not. */
  error: string | null;
  /** The latest word of the application and of the user. */
  completed: boolean | null;
  refused: boolean | null;
  violation: boolean | null;
  feedback: FeedbackView | null;
  /** Whether `input` or `output` was sent along, and was kept. */
  hasContent: boolean;
  /** What was done to its contents: by the environment's policy, its retention, or a deletion; null: nothing. */
  contentMark: ContentMark | null;
};

/** A row as `interactionColumns` read it. */
export type InteractionRow = Omit<
  InteractionView,
  "at" | "prompt" | "environment" | "feedback" | "reason" | "kind" | "attributes" | "contentMark"
> & {
  id: string;
  at: Date;
  prompt: string;
  environmentId: string;
  reason: number | null;
  kind: number | null;
  contentMark: number | null;
  attributes: Attributes | null;
  saidAt: Date | null;
  thumbsUp: boolean | null;
  stars: number | null;
  edited: boolean | null;
  regenerated: boolean | null;
  comment: string | null;
};
