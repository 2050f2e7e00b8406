import { z } from "zod";
import { patternFault } from "@/lib/core/patterns";
import { quickSchemaFault } from "./json-schema";

// The fields that scorers and the checks of a case share.

/** A text to search for. */
export const phrase = z.string().min(1, "This text is empty.").max(500, "A text has at most 500 characters.");
const patternText = z.string().min(1, "The pattern is empty.").max(1_000, "A pattern has at most 1,000 characters.");
const flags = z
  .string()
  .regex(/^(?!.*(.).*\1)[ims]*$/, "Flags are i (ignore case), m (lines) and s (dot takes line ends), each once.");

/** One pattern in RE2 syntax, compiled when it is parsed. Flags do not affect whether it compiles. */
export const pattern = patternText.superRefine((text, ctx) => {
  const fault = patternFault(text);
  if (fault) ctx.addIssue({ code: "custom", message: fault });
});
export const regexFields = {
  pattern,
  flags: flags.default(""),
  shouldMatch: z
    .boolean()
    .default(true)
    .meta({ description: "Whether the answer must match. False means that it must not match." }),
};

/** A list of texts. */
export const phrases = (most: number) => z.array(phrase).max(most, `At most ${most} texts.`);
/** One to fifty texts. */
export const somePhrases = () => phrases(50).min(1, "Give at least one text.");

export const containsFields = {
  match: z.enum(["all", "any"]).default("all"),
  ignoreCase: z.boolean().default(true),
};

export const numericFields = {
  tolerance: z.number().min(0).max(1e12).default(0),
  mode: z.enum(["absolute", "relative"]).default("absolute").meta({
    description: "How the tolerance is meant. `relative`: as a share of the expected number, such as 0.05 for 5 %.",
  }),
  pick: z.enum(["last", "first"]).default("last").meta({ description: "Which number in the answer is compared." }),
};

export const sectionFields = {
  sections: somePhrases().meta({ description: "The headings or labels, each at the start of a line." }),
  inOrder: z.boolean().default(false),
};

export const lengthFields = {
  unit: z.enum(["characters", "words", "lines"]).default("words"),
  min: z.int().min(0).max(10_000_000).nullable().default(null),
  max: z.int().min(0).max(10_000_000).nullable().default(null),
};

type Bounds = { min: number | null; max: number | null };

/** Refuses length bounds that are both missing, or of which the minimum exceeds the maximum. */
export function checkBounds({ min, max }: Bounds, ctx: z.core.$RefinementCtx): void {
  if (min === null && max === null)
    ctx.addIssue({ code: "custom", path: ["max"], message: "Give a least or a greatest length." });
  if (min !== null && max !== null && min > max)
    ctx.addIssue({ code: "custom", path: ["max"], message: "The greatest length is below the least." });
}

/**
 * A JSON Schema: at most 64 KiB, 32 levels, only internal references. Simple schemas are compiled here, others by
 * `assertSchemas`, within a budget.
 */
export const jsonSchemaField = z.record(z.string(), z.unknown()).superRefine((schema, ctx) => {
  const fault = quickSchemaFault(schema);
  if (fault) ctx.addIssue({ code: "custom", message: fault });
});

export const fenceField = z
  .boolean()
  .default(true)
  .meta({ description: "Whether one ```json fence around the whole answer is removed first." });
