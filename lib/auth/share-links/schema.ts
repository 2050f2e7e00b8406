import { z } from "zod";

/** What can be shown to somebody without an account. */
export const shareTargets = ["evaluation", "experiment"] as const;

const days = z
  .int()
  .min(1, "A link holds for at least one day.")
  .max(90, "A link holds for 90 days at most.")
  .default(30);

export const createShareLinkInput = z.strictObject({
  target: z.enum(shareTargets),
  targetId: z.guid().meta({ description: "The id of the evaluation or experiment." }),
  days: days.meta({ description: "How long it holds." }),
});
export type CreateShareLinkInput = z.input<typeof createShareLinkInput>;

/** A link by its id, or those of one target. */
export const shareLinkIdInput = z.strictObject({ id: z.guid() });
export const shareTargetInput = createShareLinkInput.omit({ days: true });
export type ShareTargetInput = z.output<typeof shareTargetInput>;
