"use server";

import { z } from "zod";
import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import { promptEnvironmentInput } from "@/lib/evaluation/online/schema";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { saveWatch, switchWatch, watchPrompt } from "@/lib/guards/commands/save-watch";
import { listLiveScorers } from "@/lib/guards/queries/watch";
import { saveWatchInput, switchWatchInput } from "@/lib/guards/watch-schema";
import {
  archivePrompt,
  duplicatePrompt,
  removeAlias,
  renamePrompt,
  restorePrompt,
  updatePrompt,
} from "@/lib/registry/commands/prompts";
import { revokePreview, sharePreview } from "@/lib/registry/commands/share-preview";
import {
  archivePromptInput,
  createPreviewInput,
  duplicatePromptInput,
  removeAliasInput,
  renamePromptInput,
  revokePreviewInput,
  updatePromptInput,
} from "@/lib/registry/schema";

/** Changes the description and the tags of a prompt. */
export const update = defineAction(updatePromptInput, updatePrompt);

/** Archives a prompt. */
export const archive = defineAction(archivePromptInput, archivePrompt);

/** Restores an archived prompt. */
export const restore = defineAction(archivePromptInput, restorePrompt);

/** Renames the prompt. */
export const rename = defineAction(renamePromptInput, renamePrompt);

/** Creates a prompt from a version of this one. */
export const duplicate = defineAction(duplicatePromptInput, async (actor, input) => {
  const { name } = await duplicatePrompt(actor, input);
  return { name };
});

/** Removes a former name. */
export const dropAlias = defineAction(removeAliasInput, removeAlias);

/** Creates a link. Without values it uses the values of the prompt's first sample set. */
export const share = defineAction(createPreviewInput, async (actor, input) => {
  const isBare = Object.keys(input.values).length === 0;
  const [first] = isBare ? (await listSampleSets(actor, input.name, { limit: 1 })).items : [];
  const { token, label, expiresAt } = await sharePreview(actor, { ...input, values: first?.variables ?? input.values });
  return { url: `${await baseUrl()}/preview/${token}`, label, expiresAt, samples: first?.name ?? null };
});

/** Revokes a link immediately. */
export const revoke = defineAction(revokePreviewInput, revokePreview);

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
