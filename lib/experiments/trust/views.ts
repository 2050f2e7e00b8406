import { z } from "zod";
import { count, share } from "@/lib/core/view-fields";
import { metricName as metric } from "../schema";

/** A metric over all checked prompts: how often two halves of the same traffic were found to be different. */
const trustMetric = z.strictObject({
  metric,
  prompts: count,
  users: count,
  splits: count,
  alarms: count.meta({ description: "Splits that were reported as different." }),
  rate: share.meta({ description: "alarms / splits." }),
  low: share,
  high: share.meta({ description: "Wilson's interval; the intervals of all metrics together hold at 95 %." }),
  isAbove: z.boolean().meta({ description: "The whole interval lies above alpha." }),
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
    .meta({ description: "Those with 100 users or more and some variation." }),
});
export type TrustPrompt = z.output<typeof trustPrompt>;

/** The results of A/A tests of the workspace's own traffic. */
export const trustView = z
  .strictObject({
    day: z.iso.date().nullable().meta({ description: "UTC day of the last check; null before the first." }),
    alpha: z.number(),
    metrics: z.array(trustMetric),
    prompts: z.array(trustPrompt),
  })
  .meta({ id: "ExperimentTrust" });
export type TrustView = z.output<typeof trustView>;
