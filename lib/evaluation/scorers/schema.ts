import { z } from "zod";
import { scorerOf, scorers } from "./registry";

/** Limits of a suite: the number of scorers, and their size as JSON in bytes. */
export const scorerLimits = { scorers: 20, bytes: 256 * 1024 } as const;

type Schemas<All extends readonly { schema: z.ZodType }[]> = { [K in keyof All]: All[K]["schema"] };
const schemas = scorers.map(({ schema }) => schema) as unknown as Schemas<typeof scorers>;

/** One scorer of a suite. */
export const scorerConfig = z
  .discriminatedUnion("type", schemas)
  .superRefine((config, ctx) => scorerOf(config.type)?.refine?.(config as never, ctx));
export type ScorerConfig = z.output<typeof scorerConfig>;
export type ScorerInput = z.input<typeof scorerConfig>;
export type ScorerType = ScorerConfig["type"];
export type JudgeConfig = Extract<ScorerConfig, { type: "judge" }>;

/** All scorers of a suite, in their order. */
export const scorersInput = z
  .array(scorerConfig)
  .max(scorerLimits.scorers, `A suite has at most ${scorerLimits.scorers} scorers.`)
  .superRefine((all, ctx) => {
    const seen = new Set<string>();
    for (const [index, { id }] of all.entries()) {
      if (seen.has(id)) ctx.addIssue({ code: "custom", path: [index, "id"], message: `The id ${id} is listed twice.` });
      seen.add(id);
    }
    if (new TextEncoder().encode(JSON.stringify(all)).length > scorerLimits.bytes)
      ctx.addIssue({ code: "custom", message: "The scorers of a suite have at most 256 KiB." });
  });
