"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listJudgedRuns } from "@/lib/evaluation/comparison/queries/listed-runs";
import { cancelRun } from "@/lib/evaluation/runs/commands/cancel-run";
import { createRun } from "@/lib/evaluation/runs/commands/create-run";
import { getRunOrThrow, listRuns } from "@/lib/evaluation/runs/queries";
import { runIdInput } from "@/lib/evaluation/runs/schema";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { toRunFilter } from "../_components/run-filters";

/** Ends a run before it is done. */
export const cancelEvaluation = defineAction(runIdInput, cancelRun);

/** Makes the same run once more, on the set as it is now; with its baseline, which is evaluated too when the set changed. */
export const runAgain = defineAction(runIdInput, async (actor, { id }) => {
  const run = await getRunOrThrow(actor, id);
  const { prompt, version, suite, model, isOwnModel, repeats, concurrency, budgetUsd, baseline, environment } = run;
  const made = await createRun(actor, {
    prompt,
    version,
    suite: suite.id,
    repeats,
    concurrency,
    trigger: "manual",
    ...(!isOwnModel && { model }),
    ...(budgetUsd !== null && { budgetUsd }),
    ...(baseline && { baselineVersion: baseline.version }),
    ...(environment !== null && { environment }),
  });
  return { id: made.id };
});

/** Finished runs of the same suite, to compare with, newest first. */
export const listOthers = defineAction(runIdInput, async (actor, { id }) => {
  const { suite } = await getRunOrThrow(actor, id);
  const { items } = await listRuns(actor, { suite: suite.id, status: "finished", limit: 50 });
  return items
    .filter((one) => one.id !== id)
    .map(({ id: other, prompt, version, suite: { revision }, createdAt, createdBy }) => ({
      id: other,
      prompt,
      version,
      revision,
      createdAt,
      createdBy,
    }));
});

/** Evaluates a version of the same prompt in the same way, to compare with. */
export const runToCompare = defineAction(
  z.strictObject({ id: z.guid(), version: z.int().min(1) }),
  async (actor, { id, version }) => {
    const { prompt, suite, model, isOwnModel, repeats, concurrency } = await getRunOrThrow(actor, id);
    const made = await createRun(actor, {
      prompt,
      version,
      suite: suite.id,
      repeats,
      concurrency,
      trigger: "baseline",
      ...(!isOwnModel && { model }),
    });
    return { id: made.id };
  },
);

/** The next page of the runs. */
export const loadMoreRuns = defineAction(
  z.strictObject({
    prompt: z.string(),
    suite: z.string(),
    environment: z.string(),
    cursor: z.string().max(2_000),
    status: z.enum(runStatuses).nullable(),
  }),
  (actor, { cursor, ...filters }) => listJudgedRuns(actor, { ...toRunFilter(filters), limit: 50, cursor }),
);
