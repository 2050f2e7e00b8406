import { z } from "zod";
import { eventInput, eventLimits, rejectionCodes } from "@/lib/telemetry/schema";
import { bytesEndpoint } from "../endpoint";
import { takeEventBatch } from "../event-intake/intake";

const documentedBatch = z.strictObject({ events: z.array(eventInput).min(1).max(eventLimits.items) });

const recorded = z
  .strictObject({
    accepted: z.int().min(0).meta({ description: "Stored now." }),
    duplicates: z.int().min(0).meta({ description: "Stored before: the same id with the same payload." }),
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
    summary: "Send back what happened",
    description: [
      "A batch of interactions and feedback. Each event is checked separately: invalid events are listed in `rejected`, the rest is stored.",
      "An event counted in `accepted` is in the database. Send a batch again if you got no answer: an id counts once,",
      "for at least 35 days. The same id with another payload is `duplicate_conflict`. On 503 send it all again.",
      "Interactions of a batch that are among their own parents are `parent_cycle`.",
      "Feedback may arrive before its interaction. If there are several, the latest value of each field counts.",
    ].join(" "),
    permission: "event:write",
    body: documentedBatch,
    bodyLimitBytes: eventLimits.bytes,
    idempotency: "none",
    answer: { status: 202, description: "The outcome of each event.", schema: recorded },
    errors: ["empty_batch", "batch_too_large"],
    handle: async ({ actor, bytes }) => ({ status: 202, body: await takeEventBatch(actor, bytes) }),
  }),
];
