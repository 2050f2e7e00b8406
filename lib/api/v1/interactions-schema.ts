import { z } from "zod";
import { time } from "@/lib/core/view-fields";
import { contentMarkNames } from "@/lib/telemetry/content-policy";
import { interactionKinds } from "@/lib/telemetry/schema";

const number = z.number().nullable();
const text = z.string().nullable();
const flag = z.boolean().nullable();

const interactionFields = {
  interactionId: z.string(),
  at: time,
  prompt: z.string(),
  version: z.int(),
  environment: z.string(),
  reason: z
    .enum(["release", "experiment", "pinned"])
    .nullable()
    .meta({ description: "Why resolve answered with this version; null when unknown." }),
  userId: text,
  sessionId: text,
  traceId: text,
  parentId: text,
  name: text,
  kind: z.enum(interactionKinds),
  model: text,
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  latencyMs: number,
  ttftMs: number,
  inputTokens: number,
  outputTokens: number,
  cachedTokens: number,
  costUsd: number,
  error: text.meta({ description: "The error; null when the call succeeded." }),
  completed: flag.meta({ description: "The latest value from the application or from feedback." }),
  refused: flag,
  violation: flag,
  feedback: z
    .strictObject({
      at: time,
      thumbs: z.enum(["up", "down"]).nullable(),
      stars: number,
      edited: flag,
      regenerated: flag,
      comment: text,
    })
    .nullable()
    .meta({ description: "If there are several, the latest value of each field." }),
  hasContent: z.boolean().meta({ description: "Whether input or output was sent and stored." }),
  contentMark: z.enum(contentMarkNames).nullable().meta({
    description:
      "Why contents are not as they were sent: the environment keeps none, rules replaced parts, they were deleted on request, or their retention is over.",
  }),
};

/** An interaction in a list. */
export const interactionView = z
  .strictObject({
    ...interactionFields,
    id: z.string().meta({ description: "The event's id." }),
    inputExcerpt: text.meta({ description: "The beginning of the input, as text." }),
    outputExcerpt: text,
    score: number.meta({ description: "The lowest score." }),
    scorePassed: flag,
    labels: z.array(z.string()),
    notes: z.int().min(0).meta({ description: "The number of notes." }),
  })
  .meta({ id: "Interaction" });

export const interactionDetail = z
  .strictObject({ ...interactionFields, input: z.unknown(), output: z.unknown() })
  .meta({ id: "InteractionDetail" });

export const interactionPage = z.strictObject({
  items: z.array(interactionView),
  nextCursor: text.meta({ description: "Send as cursor for the next page; null on the last." }),
  searchedTo: time.nullable().meta({
    description: "Set when the page is short because the search stopped: older interactions were not searched yet.",
  }),
  isPartial: z.boolean().meta({
    description: "Whether older interactions are missing, because the store that holds them does not answer.",
  }),
});

const note = z.strictObject({ id: z.string(), body: z.string(), author: z.string(), isMine: z.boolean(), at: time });

export const marksView = z
  .strictObject({
    labels: z.array(z.string()),
    review: z
      .strictObject({ askedBy: z.string(), askedAt: time, reviewerId: text, reviewer: text })
      .nullable()
      .meta({ description: "The person who is asked to review it." }),
    reviewed: z.strictObject({ by: z.string(), at: time }).nullable(),
    notes: z.array(note),
  })
  .meta({ id: "InteractionMarks" });
