"use server";

import { defineAction } from "@/lib/api/action";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "@/lib/evaluation/samples/commands";
import { deleteSampleSetInput, saveSampleSetInput, updateSampleSetInput } from "@/lib/evaluation/samples/schema";

/** Keeps the values in the fields under a name. */
export const saveSamples = defineAction(saveSampleSetInput, saveSampleSet);

/** Another name or other values for a set. */
export const updateSamples = defineAction(updateSampleSetInput, updateSampleSet);

/** Takes a set away. */
export const deleteSamples = defineAction(deleteSampleSetInput, deleteSampleSet);
