"use server";

import { defineAction } from "@/lib/api/action";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "@/lib/evaluation/samples/commands";
import { deleteSampleSetInput, saveSampleSetInput, updateSampleSetInput } from "@/lib/evaluation/samples/schema";

/** Saves the values in the fields as a sample set. */
export const saveSamples = defineAction(saveSampleSetInput, saveSampleSet);

/** Changes the name or the values of a sample set. */
export const updateSamples = defineAction(updateSampleSetInput, updateSampleSet);

/** Deletes a sample set. */
export const deleteSamples = defineAction(deleteSampleSetInput, deleteSampleSet);
