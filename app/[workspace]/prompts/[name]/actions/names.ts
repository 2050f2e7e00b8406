"use server";

import { defineAction } from "@/lib/api/action";
import { duplicatePrompt } from "@/lib/registry/commands/duplicate-prompt";
import { removeAlias, renamePrompt } from "@/lib/registry/commands/rename-prompt";
import { duplicatePromptInput, removeAliasInput, renamePromptInput } from "@/lib/registry/schema";

/** Renames the prompt. */
export const rename = defineAction(renamePromptInput, renamePrompt);

/** Creates a prompt from a version of this one. */
export const duplicate = defineAction(duplicatePromptInput, async (actor, input) => {
  const { name } = await duplicatePrompt(actor, input);
  return { name };
});

/** Removes a former name. */
export const dropAlias = defineAction(removeAliasInput, removeAlias);
