import { z } from "zod";
import { patternSize } from "@/lib/core/pattern-size";
import { compilePattern, patternFault } from "@/lib/core/patterns";

/** Limits of a content policy. */
const policyLimits = { rules: 20, fields: 50, pattern: 500, patternSize: 300, days: 3_650 } as const;

const rule = z.strictObject({
  name: z.string().trim().min(1, "A rule has a name.").max(60),
  pattern: z
    .string()
    .min(1, "A rule has a pattern.")
    .max(policyLimits.pattern)
    .superRefine((pattern, ctx) => {
      const fault = patternFault(pattern);
      if (fault) ctx.addIssue({ code: "custom", message: fault });
      else if (patternSize(pattern) > policyLimits.patternSize)
        ctx.addIssue({
          code: "custom",
          message: `This pattern repeats too much: its counted repeats add up to more than ${policyLimits.patternSize} characters.`,
        });
      else if (compilePattern(pattern).matcher("").find())
        ctx.addIssue({ code: "custom", message: "This pattern matches the empty text, so it would match everywhere." });
    })
    .meta({ description: "A regular expression in RE2 syntax. Matches are replaced." }),
  replacement: z.string().max(60).meta({ description: "The text that replaces each match. It is used literally." }),
});

const field = z
  .string()
  .max(300)
  .regex(
    /^(input|output|attributes)(\.(?!\s)[^.]+(?<!\s))*$/,
    "A field starts with input, output or attributes, such as input.customer.email. * matches any name or position.",
  );

const days = (description: string) => z.int().min(1).max(policyLimits.days).nullable().optional().meta({ description });

const redactionInput = {
  rules: z.array(rule).max(policyLimits.rules).optional().meta({
    description:
      "The rules, applied in order to input, output, comments, errors and attributes before they are stored.",
  }),
  fields: z.array(field).max(policyLimits.fields).optional().meta({
    description: "The fields whose values are replaced by [removed]. `*` matches any name or position.",
  }),
};

/** A change of an environment's policy. Fields that are left out are unchanged. */
export const contentPolicyChanges = z.strictObject({
  contentShare: z.number().min(0).max(1).optional().meta({
    description:
      "The share of answers whose input, output and comments are stored, selected by a hash of the id. 0: none, 1: all.",
  }),
  ...redactionInput,
  contentDays: days("The number of days that contents are kept; null for the limit of the installation."),
  eventDays: days("The number of days that interactions are kept; null for the limit of the installation."),
});
export const contentPolicyInput = contentPolicyChanges.extend({ environment: z.string().min(1).max(63) });
export type ContentPolicyInput = z.output<typeof contentPolicyInput>;

/** Rules and a text to try them on. */
export const redactionTrial = z.strictObject({ rules: redactionInput.rules, text: z.string().max(5_000) });
