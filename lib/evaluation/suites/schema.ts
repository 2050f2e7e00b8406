import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import { areValuesSmall, placeholderMessages, variableValues } from "../values";

/** Limits of a suite: cases of one set, cases in one call. */
export const suiteLimits = { cases: 10_000, casesPerCall: 1_000 } as const;

const suiteName = z.string().trim().min(1, "A suite has a name.").max(100, "A name has at most 100 characters.");
const description = z.string().max(2_000, "The description is longer than 2,000 characters.");
const revision = z.int().min(0).max(2_147_483_647);

/** Labels of a case: at most 20, each once. */
export const caseTags = z
  .array(z.string().trim().min(1, "A tag is not empty.").max(50, "A tag has at most 50 characters."))
  .max(20, "A case has at most 20 tags.")
  .refine((tags) => new Set(tags).size === tags.length, "A tag stands here twice.");

/** What is asked of an answer besides the expected one; scorers read it. */
const checks = z.array(z.looseObject({ type: z.string().min(1).max(50) })).max(50, "A case has at most 50 checks.");

const source = z.strictObject({
  kind: z.enum(["playground", "interaction", "import"]),
  prompt: promptName.optional(),
  version: z.int().min(1).optional(),
  model: z.string().max(300).optional(),
});

const caseFields = {
  variables: variableValues,
  placeholders: placeholderMessages.optional(),
  expected: z.unknown().optional().meta({ description: "The answer that is right, or like what a right one is." }),
  tags: caseTags.optional(),
  checks: checks.optional(),
};

const tooLarge = "A case holds at most 256 KiB.";

/** One new case. */
export const caseInput = z
  .strictObject({ ...caseFields, source: source.optional() })
  .refine((one) => areValuesSmall(one), tooLarge);
export type CaseInput = z.infer<typeof caseInput>;

/** Cases to add in one call. */
export const casesInput = z
  .array(caseInput)
  .min(1, "Send at least one case.")
  .max(suiteLimits.casesPerCall, `Send at most ${suiteLimits.casesPerCall} cases in one call.`);

export const createSuiteInput = z.strictObject({
  name: suiteName,
  prompt: promptName.optional().meta({ description: "The prompt its cases are for." }),
  description: description.optional(),
});
export type CreateSuiteInput = z.infer<typeof createSuiteInput>;

/** The body of a change of a suite: what is left out stays. */
export const suiteChanges = z.strictObject({
  name: suiteName.optional(),
  prompt: promptName.nullable().optional(),
  description: description.optional(),
  isArchived: z.boolean().optional(),
});
export const updateSuiteInput = suiteChanges.extend({ id: z.guid() });
export type UpdateSuiteInput = z.infer<typeof updateSuiteInput>;

export const addCasesInput = z.strictObject({ id: z.guid(), cases: casesInput });
export type AddCasesInput = z.infer<typeof addCasesInput>;

/** The body of a change of a case: what is left out stays; `expected: null` takes it away. */
export const caseChanges = z
  .strictObject({
    variables: caseFields.variables.optional(),
    placeholders: caseFields.placeholders,
    expected: caseFields.expected,
    tags: caseFields.tags,
    checks: caseFields.checks,
    expectedRevision: revision
      .optional()
      .meta({ description: "The suite's revision you know; when the case changed since: 409 revision_conflict." }),
  })
  .refine((one) => areValuesSmall(one), tooLarge);
export const replaceCaseInput = z.strictObject({ id: z.guid(), caseKey: z.guid(), changes: caseChanges });
export type ReplaceCaseInput = z.infer<typeof replaceCaseInput>;

export const removeCasesInput = z.strictObject({
  id: z.guid(),
  caseKeys: z.array(z.guid()).min(1).max(suiteLimits.casesPerCall),
});
export type RemoveCasesInput = z.infer<typeof removeCasesInput>;
