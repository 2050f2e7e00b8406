import { z } from "zod";
import { count, share } from "@/lib/core/view-fields";
import { metricName as metric } from "../schema";

/** A metric over all checked prompts: how often two halves of the same traffic were found to be different. */
const trustMetric = z.strictObject({
  metric,
  prompts: count,
  users: count,
  splits: count,
  alarms: count.meta({ description: "The number of splits that were reported as different." }),
  rate: share.meta({ description: "`alarms` divided by `splits`." }),
  low: share,
  high: share.meta({
    description: "The upper end of Wilson's interval. The intervals of all metrics hold together at 95 %.",
  }),
  isAbove: z.boolean().meta({ description: "Whether the whole interval is above `alpha`." }),
});
export type TrustMetric = z.output<typeof trustMetric>;

/** A prompt's last check. */
const trustPrompt = z.strictObject({
  prompt: z.string(),
  environment: z.string(),
  version: count,
  day: z.iso.date(),
  users: count,
  answers: count,
  metrics: z
    .array(z.strictObject({ metric, users: count, splits: count, alarms: count }))
    .meta({ description: "The metrics with at least 100 users and some variation." }),
});
export type TrustPrompt = z.output<typeof trustPrompt>;

/** The results of A/A tests of the workspace's own traffic. */
export const trustView = z
  .strictObject({
    day: z.iso.date().nullable().meta({ description: "The day (UTC) of the last check; null before the first check." }),
    alpha: z.number(),
    metrics: z.array(trustMetric),
    prompts: z.array(trustPrompt),
  })
  .meta({ id: "ExperimentTrust" });
export type TrustView = z.output<typeof trustView>;
