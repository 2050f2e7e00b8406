"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { concludeExperiment } from "@/lib/experiments/commands/conclude-experiment";
import { createExperiment, deleteExperiment, updateExperiment } from "@/lib/experiments/commands/draft-experiment";
import { newPhase, startExperiment, stopExperiment } from "@/lib/experiments/commands/run-experiment";
import { listMemos } from "@/lib/experiments/memos/queries";
import { listExperiments } from "@/lib/experiments/queries/experiments";
import { getPlanBasis } from "@/lib/experiments/queries/plan-basis";
import {
  concludeExperimentInput,
  createExperimentInput,
  experimentIdInput,
  newPhaseInput,
  startExperimentInput,
  stopExperimentInput,
  updateExperimentInput,
} from "@/lib/experiments/schema";
import { promptName } from "@/lib/registry/schema";
import { toExperimentFilter, toMemoFilter } from "./_components/filters";

const pageInput = z.strictObject({
  status: z.string(),
  prompt: z.string(),
  environment: z.string(),
  cursor: z.string().max(2_000),
});

/** Returns the next page of the experiments. */
export const loadMoreExperiments = defineAction(pageInput, (actor, { cursor, ...filters }) =>
  listExperiments(actor, { ...toExperimentFilter(filters), limit: 50, cursor }),
);

const memoPageInput = z.strictObject({
  prompt: z.string(),
  environment: z.string(),
  q: z.string(),
  cursor: z.string().max(2_000),
});

/** Returns the next page of the decisions. */
export const loadMoreMemos = defineAction(memoPageInput, (actor, { cursor, ...filters }) =>
  listMemos(actor, { ...toMemoFilter(filters), limit: 50, cursor }),
);

/** Returns the starting point of a plan for a prompt and environment. */
export const readPlanBasis = defineAction(
  z.strictObject({ prompt: promptName, environment: z.string().min(1).max(63) }),
  getPlanBasis,
);

export const makeExperiment = defineAction(createExperimentInput, createExperiment);
export const changeExperiment = defineAction(updateExperimentInput, updateExperiment);
export const removeExperiment = defineAction(experimentIdInput, deleteExperiment);
export const beginExperiment = defineAction(startExperimentInput, startExperiment);
export const beginPhase = defineAction(newPhaseInput, newPhase);
export const endExperiment = defineAction(stopExperimentInput, stopExperiment);
export const decideExperiment = defineAction(concludeExperimentInput, concludeExperiment);
