"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { promptEnvironmentInput } from "@/lib/evaluation/online/schema";
import { saveWatch, switchWatch, watchPrompt } from "@/lib/guards/commands/save-watch";
import { listLiveScorers } from "@/lib/guards/queries/watch";
import { saveWatchInput, switchWatchInput } from "@/lib/guards/watch-schema";

/** Saves the online evaluation and the guard of an environment. */
export const keepWatching = defineAction(saveWatchInput, saveWatch);

/** Starts watching with the suggested settings. */
export const beginWatching = defineAction(promptEnvironmentInput, watchPrompt);

/** Turns watching on or off without changing its settings. */
export const switchWatching = defineAction(switchWatchInput, switchWatch);

/** Returns the scorers of a suite that can score live answers. */
export const loadLiveScorers = defineAction(z.strictObject({ suiteId: z.guid() }), (actor, { suiteId }) =>
  listLiveScorers(actor, suiteId),
);
