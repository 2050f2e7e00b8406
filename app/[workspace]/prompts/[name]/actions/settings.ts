"use server";

import { defineAction } from "@/lib/api/action";
import { archivePrompt, restorePrompt } from "@/lib/registry/commands/archive-prompt";
import { updatePrompt } from "@/lib/registry/commands/update-prompt";
import { archivePromptInput, updatePromptInput } from "@/lib/registry/schema";

/** Changes what is written about a prompt. */
export const update = defineAction(updatePromptInput, updatePrompt);

/** Takes a prompt out of use. */
export const archive = defineAction(archivePromptInput, archivePrompt);

/** Brings an archived prompt back. */
export const restore = defineAction(archivePromptInput, restorePrompt);
