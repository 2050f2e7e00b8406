import type { ContentMark } from "@/lib/telemetry/content-policy";
import type { Attributes, InteractionKind } from "@/lib/telemetry/schema";

/**
 * The size of the texts of a trace that are read at once; in PostgreSQL, as they are stored: long ones are compressed.
 * The trace of an agent may have a hundred megabytes.
 */
export const mostTextBytes = 300_000;

/** One step of a trace: a span, or an interaction that was reported with the trace's id. Times are in ms. */
export type TraceStep = {
  id: string;
  parentId: string | null;
  at: number;
  durationMs: number;
  ttftMs: number | null;
  name: string;
  kind: InteractionKind;
  service: string | null;
  model: string | null;
  prompt: string | null;
  version: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  /** For a model call that reports no cost: its list price; null if it is not known. */
  pricedUsd: number | null;
  error: string | null;
  userId: string | null;
  sessionId: string | null;
  interactionId: string | null;
  environment: string;
  attributes: Attributes;
  input: unknown;
  output: unknown;
  /** Whether its texts are there and are read on their own. */
  isLater: boolean;
  /** For an interaction: whether it has texts, and what a policy did to them. Unknown for other steps. */
  hasContent: boolean;
  contentMark: ContentMark | null;
};

/** A step as it is stored. */
export type TraceStepRow = Omit<
  TraceStep,
  "at" | "kind" | "environment" | "attributes" | "contentMark" | "pricedUsd"
> & {
  contentMark: number | null;
  /** For a span: the interaction that it names, which may not be stored yet. */
  names: string | null;
  at: Date;
  kind: number | null;
  environmentId: string;
  attributes: Attributes | null;
};
