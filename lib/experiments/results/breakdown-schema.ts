import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";

// The results of an experiment over time, by use and by segment.
/** B − A in the metric's unit; null for an unbounded side. */
export const interval = z.tuple([z.number().nullable(), z.number().nullable()]);

export const timelinePoint = z.strictObject({
  at: time,
  variant: z.string(),
  users: count,
  difference: z.number(),
  interval,
});

const dayArm = z.strictObject({ variant: z.string(), users: count, interactions: count, value: z.number().nullable() });
export const dayResults = z.strictObject({
  day: z.string(),
  arms: z.array(dayArm),
  differences: z
    .array(z.strictObject({ variant: z.string(), difference: z.number(), interval }))
    .meta({ description: "The differences to the control; empty before the verdict." }),
});

export const useResults = z.strictObject({
  from: count.meta({ description: "The first use in this group: 1 is a user's first use." }),
  to: count.nullable().meta({ description: "The last use in this group; null if the group includes all later uses." }),
  arms: z.array(
    z
      .strictObject({
        variant: z.string(),
        users: count,
        uses: z.number(),
        value: z.number().nullable(),
        interval: interval
          .optional()
          .meta({ description: "The confidence interval of the value. Absent before the verdict and with few users." }),
      })
      .meta({
        description:
          "The values of a variant in this group. `uses` is the number of uses over which the metric is computed.",
      }),
  ),
  differences: z.array(z.strictObject({ variant: z.string(), difference: z.number(), interval })).meta({
    description:
      "The differences to the control; empty before the verdict. Exploratory: not corrected for several comparisons.",
  }),
});

const segmentDifference = z.strictObject({
  variant: z.string(),
  difference: z.number(),
  interval,
  p: z.number(),
  adjustedP: z
    .number()
    .meta({ description: "The p-value, corrected over all segments, values and variants (false discovery rate)." }),
  isThin: z.boolean().meta({
    description: "Whether a variant has fewer than 100 effective users. Then no difference is reported as significant.",
  }),
  reading: z.enum(["better", "worse", "unclear"]),
});
export const segmentResults = z.strictObject({
  attribute: z.string(),
  value: z
    .string()
    .meta({ description: "The value of the attribute; empty for all values that are not counted by name." }),
  arms: z.array(dayArm),
  differences: z.array(segmentDifference).meta({
    description: "The differences to the control; empty before the verdict, and if a variant has fewer than 30 users.",
  }),
});
