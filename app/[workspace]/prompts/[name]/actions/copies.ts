"use server";

import { defineAction } from "@/lib/api/action";
import { closeDraftCopy, reopenDraftCopy } from "@/lib/registry/commands/close-draft-copy";
import { createDraftCopy } from "@/lib/registry/commands/create-draft-copy";
import { mergeDraftCopy } from "@/lib/registry/commands/merge-draft-copy";
import { closeDraftCopyInput, createDraftCopyInput, mergeDraftCopyInput } from "@/lib/registry/draft-copy-schema";

/** Starts a draft copy from a version. */
export const makeCopy = defineAction(createDraftCopyInput, createDraftCopy);

/** Merges a draft copy into its prompt, or what is new in the prompt into the copy. */
export const mergeCopy = defineAction(mergeDraftCopyInput, async (actor, input) => {
  const { draftCopy, version } = await mergeDraftCopy(actor, input);
  return { draftCopy, version: version.version, parentVersion: version.parentVersion };
});

/** Puts a draft copy aside. */
export const closeCopy = defineAction(closeDraftCopyInput, closeDraftCopy);

/** Takes a closed draft copy up again. */
export const reopenCopy = defineAction(closeDraftCopyInput, reopenDraftCopy);
