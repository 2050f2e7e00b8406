import { z } from "zod";
import { eventInput, eventLimits, rejectionCodes } from "@/lib/telemetry/schema";
import { bytesEndpoint } from "../endpoint";
import { takeEventBatch } from "../event-intake/intake";

const documentedBatch = z.strictObject({ events: z.array(eventInput).min(1).max(eventLimits.items) });

const recorded = z
  .strictObject({
    accepted: z.int().min(0).meta({ description: "The number of events that are now stored." }),
    duplicates: z
      .int()
      .min(0)
      .meta({ description: "The number of events that were stored before, with the same id and payload." }),
    rejected: z.array(
      z.strictObject({
        index: z.int().min(0).meta({ description: "The position in the batch, from 0." }),
        code: z.enum(rejectionCodes),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: "RecordedEvents" });

export const eventEndpoints = [
  bytesEndpoint({
    id: "recordEvents",
    method: "post",
    path: "/events",
    tag: "Events",
    summary: "Report interactions and feedback",
    description: [
      "Stores a batch of interactions and feedback.",
      "Each event is checked separately: invalid events are listed in `rejected`, and the others are stored.",
      "Events counted in `accepted` are in the database.",
      "If you get no answer, send the same batch again: an event id is stored only once, for at least 35 days.",
      "The same id with another payload gets `duplicate_conflict`. On 503, send the whole batch again.",
      "Interactions that are their own ancestors are rejected with `parent_cycle`.",
      "Feedback may arrive before its interaction.",
      "If an interaction has several feedback events, the latest value of each field counts.",
    ].join(" "),
    permission: "event:write",
    body: documentedBatch,
    bodyLimitBytes: eventLimits.bytes,
    answer: { status: 202, description: "The outcome of each event.", schema: recorded },
    errors: ["empty_batch", "batch_too_large"],
    handle: async ({ actor, bytes }) => ({ status: 202, body: await takeEventBatch(actor, bytes) }),
  }),
];
