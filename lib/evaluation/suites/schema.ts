import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import { checksInput } from "../scorers/check-schema";
import { areValuesSmall, placeholderMessages, variableValues } from "../values";
import { caseLimits, nameTooLong, tagFaults } from "./case-rules";
import { caseFileLimits, caseImportFormats, columnTargets, valueTypes } from "./transfer/format";

/** Limits: cases of a suite, cases in one call. */
export const suiteLimits = { cases: 10_000, casesPerCall: 1_000 } as const;

const suiteName = z.string().trim().min(1, "A suite has a name.").max(100, "A name has at most 100 characters.");
const description = z.string().max(2_000, "The description is longer than 2,000 characters.");
const revision = z.int().min(0).max(2_147_483_647);

const source = z.strictObject({
  kind: z.enum(["playground", "interaction", "import"]),
  prompt: promptName.optional(),
  version: z.int().min(1).optional(),
  model: z.string().max(300).optional(),
  interactionId: z.string().max(200).optional().meta({ description: "The interaction from which the case was made." }),
});

/** A short title for people. */
export const caseName = z.string().trim().max(caseLimits.name, nameTooLong);

/** The labels of a case: at most 20, without duplicates. */
export const caseTags = z
  .array(z.string().trim().min(1, tagFaults.empty).max(caseLimits.tag, tagFaults.long))
  .max(caseLimits.tags, tagFaults.many)
  .refine((tags) => new Set(tags).size === tags.length, tagFaults.twice);

const caseFields = {
  name: caseName
    .optional()
    .meta({ description: "A short title. If it is empty, lists show the values of the case instead." }),
  variables: variableValues,
  placeholders: placeholderMessages.optional(),
  expected: z
    .unknown()
    .optional()
    .meta({ description: "The expected answer: a correct answer, or an example of one." }),
  tags: caseTags.optional(),
  checks: checksInput
    .optional()
    .meta({ description: "Checks that the answer to this case must pass, besides the expected answer." }),
};

const tooLarge = "A case has at most 256 KiB.";

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
  prompt: promptName.optional().meta({ description: "The prompt that the cases are for." }),
  description: description.optional(),
});
export type CreateSuiteInput = z.infer<typeof createSuiteInput>;

/** The body of a change of a suite. Omitted fields are kept. */
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

/** Live answers to add as cases. */
export const addInteractionsInput = z.strictObject({
  id: z.guid(),
  interactionIds: z.array(z.string().min(1).max(200)).min(1).max(200, "At most 200 requests in one call."),
});
export type AddInteractionsInput = z.infer<typeof addInteractionsInput>;

/** Live answers to add as cases of a new suite. */
export const suiteOfInteractionsInput = createSuiteInput.extend({
  interactionIds: addInteractionsInput.shape.interactionIds,
});
export type SuiteOfInteractionsInput = z.infer<typeof suiteOfInteractionsInput>;

/** The body of a change of a case. Omitted fields are kept; `expected: null` removes the expected answer. */
const changedFields = {
  ...caseFields,
  variables: caseFields.variables.optional(),
  expectedRevision: revision.optional().meta({
    description:
      "The suite's revision that you have seen. If the case has changed since, the request gets 409 `revision_conflict`.",
  }),
};
export const caseChangesInput = z.strictObject(changedFields).refine((one) => areValuesSmall(one), tooLarge);
export const replaceCaseInput = z.strictObject({ id: z.guid(), caseKey: z.guid(), changes: caseChangesInput });
export type ReplaceCaseInput = z.infer<typeof replaceCaseInput>;

const removeCasesInput = z.strictObject({
  id: z.guid(),
  caseKeys: z.array(z.guid()).min(1).max(suiteLimits.casesPerCall),
});
export type RemoveCasesInput = z.infer<typeof removeCasesInput>;

const keys = z.array(z.guid()).max(suiteLimits.casesPerCall).optional();

const changeLists = {
  replace: z
    .array(z.strictObject({ caseKey: z.guid(), ...changedFields }).refine((one) => areValuesSmall(one), tooLarge))
    .max(suiteLimits.casesPerCall)
    .optional()
    .meta({
      description: "The cases to replace. Omitted fields do not change; `expected: null` removes the expected answer.",
    }),
  add: z.array(caseInput).max(suiteLimits.casesPerCall).optional(),
  remove: keys,
  restore: keys.meta({ description: "The keys of removed cases to restore, with their last content." }),
};
type ChangeLists = {
  replace?: { caseKey: string }[] | undefined;
  add?: unknown[] | undefined;
  remove?: string[] | undefined;
  restore?: string[] | undefined;
};

function checkLists(
  { replace = [], add = [], remove = [], restore = [] }: ChangeLists,
  ctx: z.core.$RefinementCtx,
): void {
  const all = [...replace.map(({ caseKey }) => caseKey), ...remove, ...restore];
  if (all.length + add.length === 0) ctx.addIssue({ code: "custom", message: "Name at least one case." });
  if (new Set(all).size < all.length) ctx.addIssue({ code: "custom", message: "A case is listed twice." });
}

/** Changes of several cases, as one revision. */
export const casesChange = z.strictObject(changeLists).superRefine(checkLists);
export type CasesChange = z.infer<typeof casesChange>;
export const changeCasesInput = z.strictObject({ id: z.guid(), ...changeLists }).superRefine(checkLists);
export type ChangeCasesInput = z.infer<typeof changeCasesInput>;

const columnMapping = z.strictObject({
  column: z
    .string()
    .max(1_000)
    .meta({ description: "The header of the column, or the name of the field in JSON Lines." }),
  to: z
    .enum(columnTargets)
    .meta({ description: "What the column contains. `variables`: an object with a value for each variable." }),
  variable: z
    .string()
    .max(100)
    .optional()
    .meta({ description: "The name of the variable, if the column contains one." }),
  type: z
    .enum(valueTypes)
    .default("text")
    .meta({ description: "The type of the values. `given`: the type in JSON Lines." }),
});

const importFields = {
  format: z.enum(caseImportFormats).meta({
    description:
      "The format of the file. `json` and `yaml`: a list of tests, a promptfoo configuration, or Langfuse dataset items.",
  }),
  text: z.string().max(caseFileLimits.characters, "A file has at most 6 MiB."),
  mapping: z
    .array(columnMapping)
    .max(caseFileLimits.columns)
    .optional()
    .meta({ description: "What the columns contain. Default: guessed from their headers." }),
  mode: z.enum(["add", "replace"]).default("add").meta({
    description:
      "`add`: the cases of the file are added. `replace`: they become the whole set; cases with the same values keep their keys.",
  }),
  duplicates: z.enum(["skip", "add"]).default("skip").meta({
    description:
      "What happens to a case with the same values as an earlier case in the file or, in mode `add`, in the suite.",
  }),
  isDryRun: z
    .boolean()
    .default(false)
    .meta({ description: "Whether only to return what the import would do, with all row errors." }),
};

/** A file of cases, and how to import it. */
export const casesImport = z.strictObject(importFields);
export const importCasesInput = z.strictObject({ id: z.guid(), ...importFields });
export type ImportCasesInput = z.infer<typeof importCasesInput>;

export const restoreRevisionInput = z.strictObject({ id: z.guid(), revision });
export type RestoreRevisionInput = z.infer<typeof restoreRevisionInput>;
