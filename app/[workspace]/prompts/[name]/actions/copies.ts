"use server";

import { defineAction } from "@/lib/api/action";
import { closeDraftCopy, reopenDraftCopy } from "@/lib/registry/commands/close-draft-copy";
import { createDraftCopy } from "@/lib/registry/commands/create-draft-copy";
import { mergeDraftCopy } from "@/lib/registry/commands/merge-draft-copy";
import { closeDraftCopyInput, createDraftCopyInput, mergeDraftCopyInput } from "@/lib/registry/draft-copy-schema";

/** Creates a draft copy from a version. */
export const makeCopy = defineAction(createDraftCopyInput, createDraftCopy);

/** Merges a draft copy into its prompt, or the prompt's newer versions into the copy. */
export const mergeCopy = defineAction(mergeDraftCopyInput, async (actor, input) => {
  const { draftCopy, version } = await mergeDraftCopy(actor, input);
  return { draftCopy, version: version.version, parentVersion: version.parentVersion };
});

/** Closes a draft copy. */
export const closeCopy = defineAction(closeDraftCopyInput, closeDraftCopy);

/** Reopens a closed draft copy. */
export const reopenCopy = defineAction(closeDraftCopyInput, reopenDraftCopy);
