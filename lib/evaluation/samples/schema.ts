import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import { areValuesSmall, placeholderMessages, variableValues } from "../values";

const setName = z.string().trim().min(1, "A sample set has a name.").max(80, "A name has at most 80 characters.");
const id = z.guid();

/** The maximum number of sample sets of a prompt. */
export const sampleSetsLimit = 200;

const tooLarge = "A sample set has at most 256 KiB.";
const fields = {
  name: setName.meta({ description: 'The name of the sample set, such as "late parcel".' }),
  variables: variableValues,
  placeholders: placeholderMessages.optional(),
};

export const saveSampleSetInput = z
  .strictObject({ prompt: promptName, ...fields })
  .refine(({ variables, placeholders }) => areValuesSmall(variables, placeholders), tooLarge);
export type SaveSampleSetInput = z.infer<typeof saveSampleSetInput>;

/** The body of a new set, without the prompt, which is in the path. */
export const sampleSetBody = z
  .strictObject(fields)
  .refine(({ variables, placeholders }) => areValuesSmall(variables, placeholders), tooLarge);

const changes = {
  name: fields.name.optional(),
  variables: fields.variables.optional(),
  placeholders: fields.placeholders,
};

/** The body of a change. Omitted fields are kept. */
export const sampleSetChanges = z
  .strictObject(changes)
  .refine(({ variables, placeholders }) => areValuesSmall(variables, placeholders), tooLarge);

export const updateSampleSetInput = z
  .strictObject({ prompt: promptName, id, ...changes })
  .refine(({ variables, placeholders }) => areValuesSmall(variables, placeholders), tooLarge);
export type UpdateSampleSetInput = z.infer<typeof updateSampleSetInput>;

export const deleteSampleSetInput = z.strictObject({ prompt: promptName, id });
export type DeleteSampleSetInput = z.infer<typeof deleteSampleSetInput>;
