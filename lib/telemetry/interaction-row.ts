import { z } from "zod";
import { time } from "@/lib/core/view-fields";
import { contentMarkNames } from "./content-policy";
import { type Attributes, interactionKinds } from "./schema";

const number = z.number().nullable();
const text = z.string().nullable();
const flag = z.boolean().nullable();

/** The final feedback on an answer. Fields without feedback are null. */
const feedbackView = z.strictObject({
  at: time,
  thumbs: z.enum(["up", "down"]).nullable(),
  stars: number,
  edited: flag,
  regenerated: flag,
  comment: text,
});
export type FeedbackView = z.output<typeof feedbackView>;

/** One use of a prompt by an application, with its feedback. */
export const interactionView = z.strictObject({
  interactionId: z.string(),
  at: time,
  prompt: z.string(),
  version: z.int(),
  environment: z.string(),
  reason: z
    .enum(["release", "experiment", "pinned"])
    .nullable()
    .meta({ description: "Why resolve returned this version; null if unknown." }),
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
  error: text.meta({ description: "The error; null if the call succeeded." }),
  completed: flag.meta({
    description: "Whether the task was finished: the latest value from the application or from feedback.",
  }),
  refused: flag,
  violation: flag,
  feedback: feedbackView.nullable().meta({ description: "The feedback: the latest value of each field." }),
  hasContent: z.boolean().meta({ description: "Whether the input or the output is stored." }),
  contentMark: z.enum(contentMarkNames).nullable().meta({
    description:
      "Why the stored texts differ from the texts that were sent: the environment stores none, rules replaced parts of them, they were deleted on request, or their retention has ended.",
  }),
});
export type InteractionView = z.output<typeof interactionView>;

/** A row with the columns of `interactionColumns`. */
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
