"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { listJudgedRuns } from "@/lib/evaluation/comparison/queries/listed-runs";
import { cancelRun } from "@/lib/evaluation/runs/commands/cancel-run";
import { repeatRun, runForComparison, runOnPresentSet } from "@/lib/evaluation/runs/commands/repeat-run";
import { getRunOrThrow, listRuns } from "@/lib/evaluation/runs/queries";
import { runIdInput } from "@/lib/evaluation/runs/schema";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { toRunFilter } from "../_components/run-filters";

/** Cancels a run. */
export const cancelEvaluation = defineAction(runIdInput, cancelRun);

/** Starts the run again, with its own cases and scorers or with the current ones of its suite. */
export const runAgain = defineAction(
  z.strictObject({ id: z.guid(), set: z.enum(["used", "present"]) }),
  async (actor, { id, set }) => {
    const made = set === "used" ? await repeatRun(actor, { id }) : await runOnPresentSet(actor, { id });
    return { id: made.id };
  },
);

/** Lists finished runs of the same suite for a comparison, newest first. */
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

/** Evaluates another version of the prompt with the cases and scorers of a run, to compare the two. */
export const runToCompare = defineAction(
  z.strictObject({ id: z.guid(), version: z.int().min(1) }),
  async (actor, input) => {
    const made = await runForComparison(actor, input);
    return { id: made.id };
  },
);

/** Returns the next page of the runs. */
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
