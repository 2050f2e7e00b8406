"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { createRun, previewRun } from "@/lib/evaluation/runs/commands/create-run";
import { createRunInput } from "@/lib/evaluation/runs/schema";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { listVersions } from "@/lib/registry/queries/versions";
import { promptName } from "@/lib/registry/schema";

/** Returns the suites and models for an evaluation. */
export const loadRunChoices = defineAction(z.strictObject({}), async (actor) => {
  const [suites, models] = await Promise.all([listSuites(actor, { limit: 100 }), listModelOptions(actor)]);
  return {
    suites: suites.items.map(({ id, name, prompt, cases }) => ({ id, name, prompt, cases })),
    models: models
      .filter(({ isConnected }) => isConnected)
      .map(({ provider, name, label }) => ({ provider, name, label })),
  };
});

/** Returns the versions of a prompt for an evaluation, newest first. */
export const loadRunVersions = defineAction(z.strictObject({ prompt: promptName }), async (actor, { prompt }) => {
  const { items } = await listVersions(actor, prompt, { limit: 100 });
  return items.map(({ version, message, liveIn, draftCopy }) => ({
    version,
    message,
    liveIn,
    copy: draftCopy?.name ?? null,
  }));
});

/** Returns the estimate of an evaluation: cases, cost, time and warnings. */
export const previewEvaluation = defineAction(createRunInput, previewRun);

/** Starts an evaluation. */
export const startEvaluation = defineAction(createRunInput, async (actor, input) => {
  const { id } = await createRun(actor, { ...input, trigger: "manual" });
  return { id };
});
