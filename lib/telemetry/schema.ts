import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";

/** Limits of a batch and its items, and the accepted difference between an event's time and the server's. */
export const eventLimits = {
  items: 1_000,
  bytes: 4 * 1024 * 1024,
  /** The limit for `input` and for `output`, each as JSON in UTF-8. */
  contentBytes: 64 * 1024,
  pastDays: 30,
  aheadMinutes: 15,
} as const;

/** Why an item of a batch was rejected. The other items are stored. */
export const rejectionCodes = [
  "invalid_request",
  "unrecognized_keys",
  "json_too_deep",
  "invalid_character",
  "invalid_unicode",
  "number_not_finite",
  "number_out_of_range",
  "timestamp_out_of_range",
  "payload_too_large",
  "unknown_reference",
  "environment_not_allowed",
  "duplicate_conflict",
  "parent_cycle",
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];
export type Rejection = { index: number; code: RejectionCode; message: string };

const eventId = z.string().min(1).max(200);
const text = (max: number) => z.string().min(1).max(max);
const milliseconds = z.number().min(0).max(86_400_000);
const tokens = z.int().min(0).max(1_000_000_000);
const flag = z.boolean();

/** The event's own time. `ingest` checks it against the clock (`timestamp_out_of_range`). */
const at = z.iso.datetime({ offset: true }).meta({
  pattern: undefined,
  description: `When it happened. Default: the time of arrival. At most ${eventLimits.pastDays} days ago and ${eventLimits.aheadMinutes} minutes ahead.`,
});

const content = z.unknown().superRefine((value, ctx) => {
  if (value === undefined || value === null) return;
  if (Buffer.byteLength(JSON.stringify(value)) > eventLimits.contentBytes)
    ctx.addIssue(codedIssue("payload_too_large", `At most ${eventLimits.contentBytes / 1024} KiB.`));
});

const common = {
  id: eventId.meta({
    description: "The id of the event. Use the same id in retries: an event with a known id changes nothing.",
  }),
  interactionId: eventId.meta({ description: "The `X-Interaction-Id` from resolve, or an id of your choice." }),
  at: at.nullish(),
  completed: flag.nullish().meta({ description: "Whether the user's task was finished. The latest value counts." }),
};

/** The kind of call that an interaction records. */
export const interactionKinds = ["llm", "tool", "retrieval", "span"] as const;
export type InteractionKind = (typeof interactionKinds)[number];
/** Kinds as stored in the interactions table. Null is llm. */
export const kindNumbers = { llm: null, tool: 1, retrieval: 2, span: 3 } as const;
/** The kind of a stored number. */
export const kindOfNumber = (number: number | null) =>
  interactionKinds.find((kind) => kindNumbers[kind] === number) ?? "llm";

/** The maximum number of attributes per event, and the maximum lengths of a name and a text. */
export const attributeLimits = { count: 20, name: 64, text: 500 } as const;

const attributes = z
  .record(
    z.string().regex(/^[\w.:/-]{1,64}$/, "A name consists of at most 64 letters, digits and _ . : / -."),
    z.union([z.string().max(attributeLimits.text), z.number(), z.boolean()]),
  )
  .refine(
    (value) => Object.keys(value).length <= attributeLimits.count,
    `At most ${attributeLimits.count} attributes.`,
  );
export type Attributes = z.output<typeof attributes>;

/** One use of a prompt by an application. */
const interactionInput = z
  .strictObject({
    type: z.literal("interaction"),
    ...common,
    prompt: text(200).meta({ description: "The prompt's name." }),
    version: z.int().min(1).max(2_147_483_647).meta({ description: "The version that resolve returned." }),
    environment: text(63).nullish().meta({ description: "The environment. Default: the key's only environment." }),
    reason: z.enum(["release", "experiment", "pinned"]).nullish().meta({
      description: "The `assignment.reason` from resolve. Needed only if the interaction id is your own.",
    }),
    userId: text(200)
      .nullish()
      .meta({ description: "The id of the user that you sent to resolve. Experiments count users." }),
    latencyMs: milliseconds.nullish(),
    ttftMs: milliseconds.nullish().meta({ description: "The time to the first token, in milliseconds." }),
    inputTokens: tokens.nullish(),
    outputTokens: tokens.nullish(),
    cachedTokens: tokens
      .nullish()
      .meta({ description: "The number of input tokens that came from the provider's cache." }),
    costUsd: z.number().min(0).max(1_000_000).nullish(),
    refused: flag.nullish(),
    violation: flag.nullish(),
    error: text(2_000).nullish().meta({ description: "The error if the call failed: a code or a message." }),
    model: text(200).nullish().meta({ description: "The model that answered, as its provider calls it." }),
    sessionId: text(200).nullish().meta({ description: "The id of the conversation or visit." }),
    traceId: text(200).nullish().meta({ description: "The id of the trace." }),
    parentId: text(200)
      .nullish()
      .meta({ description: "The `interactionId` or span id of the step that caused this one." }),
    name: text(200).nullish().meta({ description: "The name of the step in your application." }),
    kind: z.enum(interactionKinds).nullish().meta({ description: "The kind of step. Default: `llm`." }),
    attributes: attributes.nullish().meta({
      description: "Up to 20 values of your choice, for filters and segments. Integers beyond 2^53 are kept as text.",
    }),
    input: content.optional().meta({ description: "The input, up to 64 KiB." }),
    output: content.optional().meta({ description: "The output, up to 64 KiB." }),
  })
  .meta({ id: "InteractionEvent" });

/** A person's feedback on an answer. May arrive before its interaction. */
const feedbackInput = z
  .strictObject({
    type: z.literal("feedback"),
    ...common,
    thumbs: z
      .literal(["up", "down", 1, -1])
      .nullish()
      .meta({ description: "The rating: `up` or `down`. The numbers 1 and -1 are also accepted." }),
    stars: z.int().min(1).max(5).nullish(),
    edited: flag.nullish().meta({ description: "Whether the user edited the answer before using it." }),
    regenerated: flag.nullish().meta({ description: "Whether the user asked for another answer." }),
    comment: z.string().max(5_000).nullish(),
  })
  .meta({ id: "FeedbackEvent" });

export const eventInput = z.discriminatedUnion("type", [interactionInput, feedbackInput]);
export type EventInput = z.output<typeof eventInput>;
export type InteractionInput = z.output<typeof interactionInput>;
export type FeedbackInput = z.output<typeof feedbackInput>;

/** The envelope of a batch. Items are validated one by one, so that an invalid item does not reject the others. */
export const eventBatch = z.strictObject({ events: z.array(z.unknown()) });
