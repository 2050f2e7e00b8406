import { z } from "zod";

/** Results that can be shared with people without an account. */
const resultTargets = ["evaluation", "experiment"] as const;
/** All targets of links. The requests room creates the links to requests. */
export const shareTargets = [...resultTargets, "request"] as const;

/** The lifetime of a link, in days. */
export const linkDays = z
  .int()
  .min(1, "A link is valid for at least one day.")
  .max(90, "A link is valid for at most 90 days.");

export const createShareLinkInput = z.strictObject({
  target: z.enum(resultTargets),
  targetId: z.guid().meta({ description: "The id of the evaluation or experiment." }),
  days: linkDays.default(30).meta({ description: "The number of days that the link is valid." }),
});
export type CreateShareLinkInput = z.input<typeof createShareLinkInput>;

/** A link by its id, or those of one target. */
export const shareLinkIdInput = z.strictObject({ id: z.guid() });
export const shareTargetInput = z.strictObject({ target: z.enum(shareTargets), targetId: z.string().min(1).max(200) });
export type ShareTargetInput = z.output<typeof shareTargetInput>;
