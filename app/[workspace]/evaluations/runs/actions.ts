"use server";

import { z } from "zod";
import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import { createShareLink, revokeShareLink } from "@/lib/auth/share-links/commands";
import { listShareLinks } from "@/lib/auth/share-links/queries";
import { createShareLinkInput, shareLinkIdInput, shareTargetInput } from "@/lib/auth/share-links/schema";
import { databaseNow } from "@/lib/core/database-clock";
import { listJudgedRuns } from "@/lib/evaluation/comparison/queries/listed-runs";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { createRun, previewRun } from "@/lib/evaluation/runs/commands/create-run";
import { cancelRun } from "@/lib/evaluation/runs/commands/end-run";
import { repeatRun, runForComparison, runOnPresentSet } from "@/lib/evaluation/runs/commands/repeat-run";
import { getRunOrThrow, listRuns } from "@/lib/evaluation/runs/queries";
import { createRunInput, runIdInput } from "@/lib/evaluation/runs/schema";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { listVersions } from "@/lib/registry/queries/versions";
import { promptName } from "@/lib/registry/schema";
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

/** Creates a share link. Its URL is returned only here. */
export const share = defineAction(createShareLinkInput, async (actor, input) => {
  const { token, ...link } = await createShareLink(actor, input);
  return { url: `${await baseUrl()}/shared/${token}`, link };
});

/** Lists the valid share links of an object. */
export const listLinks = defineAction(shareTargetInput, (actor, of) =>
  listShareLinks(actor, { ...of, limit: 50 }, databaseNow()),
);

/** Revokes a link at once. */
export const revokeLink = defineAction(shareLinkIdInput, revokeShareLink);

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
