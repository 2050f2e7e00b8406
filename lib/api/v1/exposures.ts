import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { recordReportedExposures } from "@/lib/experiments/commands/record-exposures";
import { accepted } from "../answer";
import { endpointsOf } from "../endpoint";
import { id, instant, userId } from "./fields";

const endpoint = endpointsOf("Events");

const mostItems = 1_000;

const exposure = z
  .strictObject({
    experimentId: id,
    phase: z.int().min(1).max(2_147_483_647),
    batch: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .meta({ description: "The number of the weights with which the variant was chosen, from the bundle." }),
    variant: z.string().min(1).max(200),
    userId,
    at: instant.meta({ description: "When the user first got the variant." }),
  })
  .meta({ id: "Exposure" });

const recorded = z
  .strictObject({
    accepted: z.int().min(0).meta({ description: "The number of exposures that are now recorded." }),
    duplicates: z
      .int()
      .min(0)
      .meta({ description: "The number of exposures of users who were already recorded in this phase." }),
    rejected: z.array(
      z.strictObject({ index: z.int().min(0), code: z.enum(["unknown_reference"]), message: z.string() }),
    ),
  })
  .meta({ id: "RecordedExposures" });

export const exposureEndpoints = [
  endpoint({
    id: "recordExposures",
    method: "post",
    path: "/exposures",
    summary: "Report which user got which variant",
    description: [
      "For clients that resolve from the bundle.",
      "Experiments count the reported users as if the server had resolved for them.",
      "A user counts once per phase, with the first variant that is reported, so it is safe to send a batch again.",
    ].join(" "),
    permission: "event:write",
    body: z.strictObject({ exposures: z.array(exposure) }),
    answer: {
      status: 202,
      description: "The number of new and known exposures, and the rejected ones.",
      schema: recorded,
    },
    errors: ["empty_batch", "batch_too_large", "invalid_id", "timestamp_out_of_range"],
    handle: async ({ actor, body: { exposures } }) => {
      if (exposures.length === 0) throw new AppError("empty_batch", "Send at least one exposure.");
      if (exposures.length > mostItems)
        throw new AppError("batch_too_large", `Send at most ${mostItems.toLocaleString("en")} exposures at a time.`);
      const reported = exposures.map((one) => ({ ...one, at: Date.parse(one.at) }));
      const { written, unknown } = await recordReportedExposures(actor, reported);
      return accepted({
        accepted: written,
        duplicates: exposures.length - unknown.length - written,
        rejected: unknown.map((index) => ({
          index,
          code: "unknown_reference" as const,
          message: "This experiment, phase, batch or variant is not known in the key's environments.",
        })),
      });
    },
  }),
];
