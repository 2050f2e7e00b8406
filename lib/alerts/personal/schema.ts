import { z } from "zod";

/** A person's own incoming webhook of Slack. */
export const slackAddressInput = z.object({
  url: z
    .string()
    .trim()
    .min(1, "Enter the address.")
    .max(2_000, "An address has at most 2,000 characters.")
    .meta({ format: "uri" }),
});
export type SlackAddressInput = z.infer<typeof slackAddressInput>;
