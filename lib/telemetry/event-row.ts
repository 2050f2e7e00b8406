import { type ContentMark, contentMarks } from "./content-policy";
import { reasonNumbers, reasonOf } from "./interaction-mark";
import type { ReferredEvent } from "./queries/references";
import { type FeedbackInput, type InteractionInput, kindNumbers } from "./schema";

/**
 * An event that is ready to be stored. `environmentIds` are the environments of the key that sent it, or null for all.
 */
export type StorableEvent = ReferredEvent & {
  environmentIds: readonly string[] | null;
  /** What the environment's policy did to its contents. */
  mark: ContentMark | null;
};

export type StorableAnswer = StorableEvent & { input: InteractionInput };

export const isAnswer = (event: StorableEvent): event is StorableAnswer => event.input.type === "interaction";
/** Whether the event is feedback. Feedback and interactions have separate keys. */
export const isFeedback = ({ input }: StorableEvent) => input.type === "feedback";
/** The key of an event, as SQL writes it: `is_feedback || ' ' || key`. */
export const keyOf = (event: StorableEvent) => `${isFeedback(event)} ${event.key}`;

// JSON null is a valid input, and is stored as no content.
const contentOf = (value: unknown) => value ?? undefined;

/** Returns the reason number. The reason that resolve wrote into the id takes precedence over the one in the event. */
function reasonNumber({ interactionId, reason }: InteractionInput): number | null {
  const assignmentReason = reasonOf(interactionId) ?? reason;
  return assignmentReason ? reasonNumbers[assignmentReason] : null;
}

// Written without object spread: for objects with this many fields, spread is ten times slower.
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

/** Returns a row with the column names of the store statements. */
export const toRow = (event: StorableEvent): object =>
  event.input.type === "feedback" ? toFeedbackRow(event, event.input) : toAnswerRow(event, event.input);

/**
 * Returns the row of an answer that is stored only in ClickHouse, with its texts apart. JSON omits undefined fields.
 */
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
