"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { createRun, previewRun } from "@/lib/evaluation/runs/commands/create-run";
import { createRunInput } from "@/lib/evaluation/runs/schema";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { listVersions } from "@/lib/registry/queries/versions";
import { promptName } from "@/lib/registry/schema";

/** The suites and models an evaluation may be made with. */
export const loadRunChoices = defineAction(z.strictObject({}), async (actor) => {
  const [suites, models] = await Promise.all([listSuites(actor, { limit: 100 }), listModelOptions(actor)]);
  return {
    suites: suites.items.map(({ id, name, prompt, cases }) => ({ id, name, prompt, cases })),
    models: models
      .filter(({ isConnected }) => isConnected)
      .map(({ provider, name, label }) => ({ provider, name, label })),
  };
});

/** The versions of a prompt an evaluation may be about, newest first. */
export const loadRunVersions = defineAction(z.strictObject({ prompt: promptName }), async (actor, { prompt }) => {
  const { items } = await listVersions(actor, prompt, { limit: 100 });
  return items.map(({ version, message, liveIn, draftCopy }) => ({
    version,
    message,
    liveIn,
    copy: draftCopy?.name ?? null,
  }));
});

/** What an evaluation will be, about: cases, cost, time, and what is to be known before. */
export const previewEvaluation = defineAction(createRunInput, previewRun);

/** Makes an evaluation. */
export const startEvaluation = defineAction(createRunInput, async (actor, input) => {
  const { id } = await createRun(actor, { ...input, trigger: "manual" });
  return { id };
});
