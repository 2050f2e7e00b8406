import { type ContentMark, contentMarks } from "./content-policy";
import { reasonNumbers, reasonOf } from "./interaction-mark";
import type { ReferredEvent } from "./queries/references";
import { type FeedbackInput, type InteractionInput, kindNumbers } from "./schema";

/** An event ready to be stored; `environmentIds` are those of the key that sent it, null for all. */
export type StorableEvent = ReferredEvent & {
  environmentIds: readonly string[] | null;
  /** What its environment's policy did to its contents. */
  mark: ContentMark | null;
};

export type StorableAnswer = StorableEvent & { input: InteractionInput };

export const isAnswer = (event: StorableEvent): event is StorableAnswer => event.input.type === "interaction";
/** Whether it is feedback: what it is known by, beside its key. */
export const isFeedback = ({ input }: StorableEvent) => input.type === "feedback";
/** As SQL writes it: `is_feedback || ' ' || key`. */
export const keyOf = (event: StorableEvent) => `${isFeedback(event)} ${event.key}`;

// JSON null is a value that went in; it is kept as nothing.
const contentOf = (value: unknown) => value ?? undefined;

/** Why the application got this version: what resolve wrote into the id is believed over what the event says. */
function reasonNumber({ interactionId, reason }: InteractionInput): number | null {
  const known = reasonOf(interactionId) ?? reason;
  return known ? reasonNumbers[known] : null;
}

// Written out, without a spread: objects of so many fields that are made by one cost ten times as much.
function toFeedbackRow({ key, fingerprint, at, environmentIds }: StorableEvent, input: FeedbackInput) {
  const { thumbs } = input;
  return {
    key,
    fingerprint,
    at: new Date(at).toISOString(),
    id: input.id,
    interaction_id: input.interactionId,
    completed: input.completed,
    environment_ids: environmentIds,
    thumbs_up: thumbs === null || thumbs === undefined ? null : thumbs === "up" || thumbs === 1,
    stars: input.stars,
    edited: input.edited,
    regenerated: input.regenerated,
    comment: input.comment,
  };
}

function toAnswerRow({ key, fingerprint, at, reference, mark }: StorableEvent, input: InteractionInput) {
  return {
    key,
    fingerprint: fingerprint as string | undefined,
    at: new Date(at).toISOString(),
    id: input.id,
    interaction_id: input.interactionId,
    completed: input.completed,
    prompt_id: reference?.promptId,
    environment_id: reference?.environmentId,
    version: input.version,
    refused: input.refused,
    violation: input.violation,
    latency_ms: input.latencyMs,
    ttft_ms: input.ttftMs,
    cost_usd: input.costUsd,
    input_tokens: input.inputTokens,
    output_tokens: input.outputTokens,
    cached_tokens: input.cachedTokens,
    reason: reasonNumber(input),
    kind: input.kind ? kindNumbers[input.kind] : null,
    content_mark: mark ? contentMarks[mark] : null,
    user_id: input.userId,
    model: input.model,
    session_id: input.sessionId,
    trace_id: input.traceId,
    parent_id: input.parentId,
    name: input.name,
    error: input.error,
    attributes: input.attributes,
    input: contentOf(input.input),
    output: contentOf(input.output),
  };
}

/** A row as the statements that store take it, in the names of their columns. */
export const toRow = (event: StorableEvent): object =>
  event.input.type === "feedback" ? toFeedbackRow(event, event.input) : toAnswerRow(event, event.input);

/** The row of an answer for ClickHouse alone: its texts are told apart from the rest. What is undefined is not written. */
export function toDirectRow(event: StorableAnswer): {
  answer: object;
  content: object | null;
} {
  const row: ReturnType<typeof toAnswerRow> & { has_content?: boolean } = toAnswerRow(event, event.input);
  const { input, output } = row;
  const hasContent = input !== undefined || output !== undefined;
  row.has_content = hasContent;
  row.fingerprint = undefined;
  row.input = undefined;
  row.output = undefined;
  return { answer: row, content: hasContent ? { key: event.key, input, output } : null };
}
