import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";

/** What a batch and its items may hold, and how far an event's time may lie from the server's. */
export const eventLimits = {
  items: 1_000,
  bytes: 4 * 1024 * 1024,
  /** Of `input` and of `output`, each, as JSON in UTF-8. */
  contentBytes: 64 * 1024,
  pastDays: 30,
  aheadMinutes: 15,
} as const;

/** Why an item of a batch was not taken; the rest of the batch is. */
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
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];
export type Rejection = { index: number; code: RejectionCode; message: string };

const eventId = z.string().min(1).max(200);
const text = (max: number) => z.string().min(1).max(max);
const milliseconds = z.number().min(0).max(86_400_000);
const tokens = z.int().min(0).max(1_000_000_000);
const flag = z.boolean();

/** The event's own time; `timestamp_out_of_range` is decided against the clock, in ingest. */
const at = z.iso.datetime({ offset: true }).meta({
  pattern: undefined,
  description: `When it happened; the moment it arrives when left out. At most ${eventLimits.pastDays} days ago and ${eventLimits.aheadMinutes} minutes ahead.`,
});

const content = z.unknown().superRefine((value, ctx) => {
  if (value === undefined || value === null) return;
  if (Buffer.byteLength(JSON.stringify(value)) > eventLimits.contentBytes)
    ctx.addIssue(codedIssue("payload_too_large", `At most ${eventLimits.contentBytes / 1024} KiB.`));
});

const common = {
  id: eventId.meta({ description: "The event's own id, kept for retries: the same id again changes nothing." }),
  interactionId: eventId.meta({ description: "X-Interaction-Id of resolve, or an id of your own." }),
  at: at.nullish(),
  completed: flag.nullish().meta({ description: "Whether the task was done; the latest word counts." }),
};

/** One use of a prompt by an application. */
const interactionInput = z
  .strictObject({
    type: z.literal("interaction"),
    ...common,
    prompt: text(200).meta({ description: "The prompt's name." }),
    version: z.int().min(1).max(2_147_483_647).meta({ description: "The version that resolve answered." }),
    environment: text(63).nullish().meta({ description: "The key's only environment when left out." }),
    reason: z.enum(["release", "experiment", "pinned"]).nullish().meta({
      description: "assignment.reason of resolve; only needed with an interaction id of your own.",
    }),
    userId: text(200).nullish().meta({ description: "The user given to resolve; experiments count users." }),
    latencyMs: milliseconds.nullish(),
    ttftMs: milliseconds.nullish().meta({ description: "Time to the first token." }),
    inputTokens: tokens.nullish(),
    outputTokens: tokens.nullish(),
    costUsd: z.number().min(0).max(1_000_000).nullish(),
    refused: flag.nullish(),
    violation: flag.nullish(),
    input: content.optional().meta({ description: "What went in, up to 64 KiB." }),
    output: content.optional().meta({ description: "What came out, up to 64 KiB." }),
  })
  .meta({ id: "InteractionEvent" });

/** What a person thought of an answer, or did with it. May arrive before its interaction. */
const feedbackInput = z
  .strictObject({
    type: z.literal("feedback"),
    ...common,
    thumbs: z.literal(["up", "down", 1, -1]).nullish().meta({ description: "1 and -1 are read as up and down." }),
    stars: z.int().min(1).max(5).nullish(),
    edited: flag.nullish().meta({ description: "Whether the answer was changed before it was used." }),
    regenerated: flag.nullish().meta({ description: "Whether another answer was asked for." }),
    comment: z.string().max(5_000).nullish(),
  })
  .meta({ id: "FeedbackEvent" });

export const eventInput = z.discriminatedUnion("type", [interactionInput, feedbackInput]);
export type EventInput = z.output<typeof eventInput>;
export type InteractionInput = z.output<typeof interactionInput>;

/** The envelope: items are checked one by one, so that a bad one does not take the others along. */
export const eventBatch = z.strictObject({ events: z.array(z.unknown()) });
