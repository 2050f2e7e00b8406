"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { promptEnvironmentInput } from "@/lib/evaluation/online/schema";
import { saveWatch, switchWatch, watchPrompt } from "@/lib/guards/commands/save-watch";
import { listLiveScorers } from "@/lib/guards/queries/watch";
import { saveWatchInput, switchWatchInput } from "@/lib/guards/watch-schema";

/** Saves what is scored live and what watches it. */
export const keepWatching = defineAction(saveWatchInput, saveWatch);

/** Begins to watch with what is suggested. */
export const beginWatching = defineAction(promptEnvironmentInput, watchPrompt);

/** Switches watching on or off as it is set up. */
export const switchWatching = defineAction(switchWatchInput, switchWatch);

/** Of a suite's scorers those that can score live answers. */
export const loadLiveScorers = defineAction(z.strictObject({ suiteId: z.guid() }), (actor, { suiteId }) =>
  listLiveScorers(actor, suiteId),
);
