"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { deleteSampleSet, saveSampleSet, updateSampleSet } from "@/lib/evaluation/samples/commands";
import { deleteSampleSetInput, saveSampleSetInput, updateSampleSetInput } from "@/lib/evaluation/samples/schema";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { getSuiteOrThrow, listSuites } from "@/lib/evaluation/suites/queries";
import { caseInput, createSuiteInput } from "@/lib/evaluation/suites/schema";
import { promptName } from "@/lib/registry/schema";

/** Returns the suites that a case can be added to. Suites of the prompt come first. */
export const loadSuites = defineAction(z.strictObject({ prompt: promptName }), async (actor, { prompt }) => {
  const { items } = await listSuites(actor, { limit: 100 });
  const own = items.filter((suite) => suite.prompt === prompt);
  const others = items.filter((suite) => suite.prompt !== prompt);
  return [...own, ...others].map(({ id, name, prompt: of, cases }) => ({ id, name, prompt: of, cases }));
});

const keepInput = z.strictObject({
  suiteId: z.guid().optional(),
  newSuite: createSuiteInput.optional(),
  one: caseInput,
});

/** Adds one case to a suite, or to a new suite created for it. */
export const keepCase = defineAction(keepInput, async (actor, { suiteId, newSuite, one }) => {
  const suite = newSuite ? await createSuite(actor, newSuite) : await getSuiteOrThrow(actor, suiteId ?? "");
  const { cases } = await addCases(actor, { id: suite.id, cases: [one] });
  return { suite: { id: suite.id, name: suite.name }, key: cases[0]?.key ?? "" };
});

/** Saves the values in the fields as a sample set. */
export const saveSamples = defineAction(saveSampleSetInput, saveSampleSet);

/** Changes the name or the values of a sample set. */
export const updateSamples = defineAction(updateSampleSetInput, updateSampleSet);

/** Deletes a sample set. */
export const deleteSamples = defineAction(deleteSampleSetInput, deleteSampleSet);
