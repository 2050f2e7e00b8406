import { z } from "zod";
import { linkDays } from "@/lib/auth/share-links/schema";
import { codedIssue } from "@/lib/core/validation";
import { promptName } from "@/lib/registry/schema";
import { sharedParts } from "./shared-parts";

const text = (max: number) => z.string().min(1).max(max);
const flag = z.enum(["true", "false"]).meta({ type: "boolean", enum: undefined });
const figure = (most: number) =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,9})?$/, "Write a number such as 0.5.")
    .refine((value) => Number(value) <= most, `At most ${most.toLocaleString("en")}.`)
    .meta({ type: "number", minimum: 0, maximum: most });

const mostPrompts = 20;

/** One name or several, separated by commas. */
const prompts = z
  .string()
  .max(mostPrompts * 201)
  .superRefine((value, ctx) => {
    const names = value.split(",");
    if (names.length > mostPrompts) ctx.addIssue({ code: "custom", message: `At most ${mostPrompts} prompts.` });
    const wrong = names.find((name) => !promptName.safeParse(name).success);
    if (wrong !== undefined)
      ctx.addIssue(codedIssue("invalid_name", `"${wrong.slice(0, 80)}" is not the name of a prompt.`));
  });

const mostIds = 100;

/** Ids of interactions, separated by commas. */
const ids = z
  .string()
  .min(1)
  .max(mostIds * 201)
  .refine((value) => value.split(",").length <= mostIds, `At most ${mostIds} ids.`);

const version = z
  .string()
  .refine((value) => /^[1-9]\d{0,8}$/.test(value), "A version is a whole number from 1.")
  .meta({ type: "integer", minimum: 1 });

/** The fields of a request filter besides the time, as text in a URL and the API. */
export const requestFilterFields = {
  prompt: prompts.optional().meta({ description: "The names of prompts, separated by commas." }),
  environment: text(63).optional().meta({ description: "The environment. Default: all environments of the key." }),
  version: version.optional(),
  experiment: z
    .guid()
    .optional()
    .meta({ description: "Only interactions of users while they were in this experiment." }),
  variant: text(100).optional().meta({ description: "With `experiment`: only users of this variant." }),
  exposedOn: z.iso
    .date("Write a day such as 2026-11-03.")
    .optional()
    .meta({ description: "With `experiment`: only users whose first exposure was on this day (UTC)." }),
  segment: z
    .string()
    .max(600)
    .regex(/^[\w.:/-]{1,64}:[^\0]*$/s, "Write name:value.")
    .optional()
    .meta({
      description:
        "With `experiment`: only users whom the experiment counts in this segment, as `name:value`. An empty value: the other values.",
    }),
  userId: text(200).optional(),
  sessionId: text(200).optional(),
  traceId: text(200).optional(),
  model: text(200).optional(),
  key: text(200)
    .optional()
    .meta({ description: "Only interactions that were reported with the API key of this name." }),
  missing: z.enum(["model", "userId", "sessionId", "key"]).optional().meta({
    description:
      "Only interactions without this field. `key`: reported without an API key, or with one that was deleted.",
  }),
  attribute: z
    .string()
    .max(600)
    .regex(/^[\w.:/-]{1,64}:[^\0]+$/s, "Write name:value.")
    .optional()
    .meta({ description: "An attribute as `name:value`." }),
  thumbs: z.enum(["up", "down"]).optional(),
  maxStars: z
    .enum(["1", "2", "3", "4", "5"])
    .optional()
    .meta({ type: "integer", enum: undefined, minimum: 1, maximum: 5 }),
  metric: text(80).optional().meta({
    description:
      "Only interactions with a value of this metric, such as `scorer:tone`. `passed` and `scoreBelow` then apply to this metric.",
  }),
  passed: flag.optional().meta({ description: "Whether the interaction passed a scorer." }),
  scoreBelow: figure(1).optional().meta({ description: "Only interactions with a score below this value." }),
  weakBelow: figure(1)
    .optional()
    .meta({ description: "Only interactions with a thumbs down, or with a score below this value." }),
  completed: flag.optional(),
  refused: flag.optional(),
  violation: flag.optional(),
  failed: flag.optional().meta({ description: "Only calls with an error (true) or without one (false)." }),
  minCostUsd: figure(1_000_000).optional(),
  maxCostUsd: figure(1_000_000).optional(),
  minLatencyMs: figure(86_400_000).optional(),
  maxLatencyMs: figure(86_400_000).optional(),
  label: text(60).optional(),
  ids: ids.optional().meta({ description: "The ids of interactions, separated by commas." }),
  review: z.enum(["open", "mine", "done"]).optional().meta({
    description: "Only interactions that wait for a review, that wait for your review, or that are reviewed.",
  }),
  reviewer: z.guid().optional().meta({ description: "Only interactions that wait for a review by this member." }),
  search: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .optional()
    .meta({ description: "Only interactions whose input, output or error contains this text." }),
} as const;

const requestFilterInput = z.strictObject(requestFilterFields);
export type RequestFilterFields = z.output<typeof requestFilterInput>;

const noteBody = z.string().trim().min(1, "Write something.").max(5_000);
export const noteInput = z.strictObject({ interactionId: text(200), body: noteBody });
/** The same note about several requests. A link in the message about it names them all. */
export const noteManyInput = z.strictObject({
  interactionIds: z.array(text(200)).min(1).max(mostIds, `At most ${mostIds} requests in one call.`),
  body: noteBody,
});
export const noteIdInput = z.strictObject({ interactionId: text(200), id: z.guid() });

/** The parts of a request that a link shows, and the link's lifetime. */
export const shareRequestInput = z.strictObject({
  interactionId: text(200),
  parts: z
    .array(z.enum(sharedParts))
    .min(1, "Choose what is shown.")
    .default([...sharedParts]),
  days: linkDays.default(7).meta({ description: "The number of days that the link is valid." }),
  /** The fingerprint of the texts as the person saw them. */
  fingerprint: z
    .string()
    .regex(/^[\da-f]{64}$/)
    .optional(),
});

const label = z.string().trim().toLowerCase().min(1).max(60);
export const markInput = z.strictObject({
  interactionId: text(200),
  labels: z.array(label).max(20, "At most 20 labels.").optional(),
  /** The user id of the reviewer. Null withdraws the request for a review. */
  reviewerId: z.guid().nullable().optional(),
  isReviewed: z.boolean().optional(),
});

/** Marks several requests. Labels are added to the existing ones. */
export const markManyInput = z
  .strictObject({
    interactionIds: z.array(text(200)).min(1).max(200, "At most 200 requests in one call."),
    addLabels: markInput.shape.labels,
    reviewerId: z.guid().optional(),
    isReviewed: z.literal(true).optional(),
  })
  .refine(({ addLabels, reviewerId, isReviewed }) => Boolean(addLabels?.length || reviewerId || isReviewed), {
    message: "Send at least one of addLabels, reviewerId and isReviewed.",
  });

export const savedViewInput = z
  .strictObject({
    /** The person's own view to change. What is left out stays. */
    id: z.uuid().optional(),
    name: z.string().trim().min(1, "Give the view a name.").max(60).optional(),
    query: z.string().max(4_000).optional(),
    isShared: z.boolean().optional(),
  })
  .refine(({ id, name, query }) => id !== undefined || (name !== undefined && query !== undefined), {
    error: "A new view needs a name and filters.",
  });

/** The application's id of the user whose data is deleted. */
export const deleteUserDataInput = z.strictObject({ userId: z.string().min(1).max(200) });
