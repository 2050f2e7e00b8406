"use server";

import { defineAction } from "@/lib/api/action";
import { archivePrompt, restorePrompt } from "@/lib/registry/commands/archive-prompt";
import { updatePrompt } from "@/lib/registry/commands/update-prompt";
import { archivePromptInput, updatePromptInput } from "@/lib/registry/schema";

/** Changes the description and the tags of a prompt. */
export const update = defineAction(updatePromptInput, updatePrompt);

/** Archives a prompt. */
export const archive = defineAction(archivePromptInput, archivePrompt);

/** Restores an archived prompt. */
export const restore = defineAction(archivePromptInput, restorePrompt);
