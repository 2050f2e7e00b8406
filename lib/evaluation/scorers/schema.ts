import { z } from "zod";
import {
  checkBounds,
  containsFields,
  fenceField,
  jsonSchemaField,
  lengthFields,
  numericFields,
  pattern,
  phrase,
  phrases,
  regexFields,
  sectionFields,
  somePhrases,
} from "./fields";
import { piiKinds } from "./pii-kinds";

/** How many scorers a suite has at most, and what they weigh as JSON, in bytes. */
export const scorerLimits = { scorers: 20, bytes: 256 * 1024 } as const;

const measured = ["accuracy", "format", "safety"] as const;
const share = z.number().min(0).max(1);

function head<D extends (typeof measured)[number]>(dimension: D, threshold: number) {
  return {
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "An id is written in small letters, digits and single hyphens.")
      .max(60, "An id has at most 60 characters.")
      .refine((id) => !id.startsWith("check-"), "Ids that begin with check- belong to the checks of cases.")
      .meta({ description: "Unique in the suite." }),
    version: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(1)
      .meta({ description: "Raised when what it measures changes; what you send is not read." }),
    name: z.string().trim().min(1, "Give it a name.").max(80, "A name has at most 80 characters."),
    dimension: z.enum(measured).default(dimension),
    threshold: share.default(threshold).meta({ description: "An answer passes from this score on, 0 to 1." }),
  };
}

const scales = ["pass_fail", "1-5", "0-10", "0-1"] as const;
export type JudgeScale = (typeof scales)[number];

/** How a judge's model is named; null: chosen when the run is made, of another family than the model under test. */
const judgeModel = z.strictObject({
  provider: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1, "Name the model.").max(200),
});

const judgeFields = {
  criteria: z
    .array(z.string().trim().min(1, "This criterion is empty.").max(1_000, "A criterion has at most 1,000 characters."))
    .min(1, "Give at least one criterion.")
    .max(20, "At most 20 criteria."),
  instructions: z.string().max(4_000, "The instructions have at most 4,000 characters.").default(""),
  scale: z.enum(scales).default("1-5"),
  showExpected: z.boolean().default(true).meta({ description: "Whether the judge sees the expected answer." }),
  model: judgeModel.nullable().default(null),
};

const exact = z.strictObject({
  ...head("accuracy", 1),
  type: z.literal("exact"),
  trim: z.boolean().default(true),
  ignoreCase: z.boolean().default(false),
  collapseWhitespace: z.boolean().default(true),
});
const contains = z.strictObject({
  ...head("accuracy", 1),
  type: z.literal("contains"),
  texts: phrases(50).default([]).meta({ description: "Empty: the case's expected answer, or each entry of its list." }),
  ...containsFields,
});
const regex = z.strictObject({ ...head("accuracy", 1), type: z.literal("regex"), ...regexFields });
const numeric = z.strictObject({ ...head("accuracy", 1), type: z.literal("numeric"), ...numericFields });
const jsonEquality = z.strictObject({
  ...head("accuracy", 1),
  type: z.literal("json_equality"),
  ignorePaths: z
    .array(
      z
        .string()
        .max(500)
        .regex(/^(\/[^/]*)+$/, "A path looks like /items/*/id."),
    )
    .max(50)
    .default([])
    .meta({ description: "JSON pointers that do not count; * stands for any key or index." }),
  tolerance: z.number().min(0).max(1e12).default(0).meta({ description: "How far numbers may be off." }),
  isFenceAllowed: fenceField,
});
const similarity = z.strictObject({
  ...head("accuracy", 0.8),
  type: z.literal("similarity"),
  measure: z.enum(["auto", "characters", "words"]).default("auto"),
  ignoreCase: z.boolean().default(true),
});
const judge = z.strictObject({ ...head("accuracy", 0.7), type: z.literal("judge"), ...judgeFields });
const jsonSchema = z.strictObject({
  ...head("format", 1),
  type: z.literal("json_schema"),
  schema: jsonSchemaField.nullable().default(null).meta({ description: "Null: the version's own responseSchema." }),
  isFenceAllowed: fenceField,
});
const requiredSections = z.strictObject({
  ...head("format", 1),
  type: z.literal("required_sections"),
  ...sectionFields,
});
const length = z.strictObject({ ...head("format", 1), type: z.literal("length"), ...lengthFields });
const prohibited = z.strictObject({
  ...head("safety", 1),
  type: z.literal("prohibited"),
  words: phrases(500).default([]),
  patterns: z.array(pattern).max(50, "At most 50 patterns.").default([]),
});
const pii = z.strictObject({
  ...head("safety", 1),
  type: z.literal("pii"),
  kinds: z
    .array(z.enum(piiKinds))
    .min(1, "Choose at least one kind.")
    .max(piiKinds.length)
    .default([...piiKinds]),
  isInputAllowed: z
    .boolean()
    .default(true)
    .meta({ description: "Whether what stands in the case's own values may be repeated." }),
});
const agreement = z.strictObject({
  ...head("accuracy", 0.8),
  dimension: z.literal("consistency").default("consistency"),
  type: z.literal("agreement"),
  mode: z.enum(["similar", "exact"]).default("similar").meta({
    description: "similar: how alike the answers are. exact: labels and numbers that are the same or not.",
  }),
});

/** One scorer of a suite. */
export const scorerConfig = z
  .discriminatedUnion("type", [
    exact,
    contains,
    regex,
    numeric,
    jsonEquality,
    similarity,
    judge,
    jsonSchema,
    requiredSections,
    length,
    prohibited,
    pii,
    agreement,
  ])
  .superRefine((config, ctx) => {
    if (config.type === "length") checkBounds(config, ctx);
    if (config.type === "prohibited" && config.words.length + config.patterns.length === 0)
      ctx.addIssue({ code: "custom", path: ["words"], message: "Give at least one word or pattern." });
  });
export type ScorerConfig = z.output<typeof scorerConfig>;
export type ScorerInput = z.input<typeof scorerConfig>;
export type ScorerType = ScorerConfig["type"];
export type ConfigOf<T extends ScorerType> = Extract<ScorerConfig, { type: T }>;
export type JudgeConfig = ConfigOf<"judge">;

/** All scorers of a suite, in their order. */
export const scorersInput = z
  .array(scorerConfig)
  .max(scorerLimits.scorers, `A suite has at most ${scorerLimits.scorers} scorers.`)
  .superRefine((all, ctx) => {
    const seen = new Set<string>();
    for (const [index, { id }] of all.entries()) {
      if (seen.has(id))
        ctx.addIssue({ code: "custom", path: [index, "id"], message: `The id ${id} stands here twice.` });
      seen.add(id);
    }
    if (new TextEncoder().encode(JSON.stringify(all)).length > scorerLimits.bytes)
      ctx.addIssue({ code: "custom", message: "The scorers of a suite hold at most 256 KiB." });
  });

const ofDimension = (dimension: (typeof measured)[number]) => ({ dimension: z.enum(measured).default(dimension) });
const numericCheck = { value: z.number(), ...numericFields };

/** What one case asks of its answer besides the expected one. */
export const caseCheck = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("contains"),
      texts: somePhrases(50),
      ...containsFields,
      ...ofDimension("accuracy"),
    }),
    z.strictObject({
      type: z.literal("not_contains"),
      texts: somePhrases(50),
      ignoreCase: z.boolean().default(true),
      ...ofDimension("safety"),
    }),
    z.strictObject({ type: z.literal("regex"), ...regexFields, ...ofDimension("accuracy") }),
    z.strictObject({ type: z.literal("numeric"), ...numericCheck, ...ofDimension("accuracy") }),
    z.strictObject({
      type: z.literal("json_schema"),
      schema: jsonSchemaField,
      isFenceAllowed: fenceField,
      ...ofDimension("format"),
    }),
    z.strictObject({ type: z.literal("required_sections"), ...sectionFields, ...ofDimension("format") }),
    z.strictObject({ type: z.literal("length"), ...lengthFields, ...ofDimension("format") }),
    z.strictObject({
      type: z.literal("rubric"),
      criteria: phrase.max(2_000).meta({ description: "What a judge asks of this one answer: it passes or fails." }),
      ...ofDimension("accuracy"),
    }),
  ])
  .superRefine((check, ctx) => {
    if (check.type === "length") checkBounds(check, ctx);
  });
export type CaseCheck = z.output<typeof caseCheck>;
export type CheckType = CaseCheck["type"];

/** The checks of a case. */
export const checksInput = z.array(caseCheck).max(50, "A case has at most 50 checks.");
