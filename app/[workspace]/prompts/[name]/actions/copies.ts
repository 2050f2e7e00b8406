"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { closeDraftCopy, createDraftCopy, reopenDraftCopy } from "@/lib/registry/commands/draft-copies";
import { mergeDraftCopy } from "@/lib/registry/commands/merge-draft-copy";
import { updateSnippetPins } from "@/lib/registry/commands/update-snippet-pins";
import { closeDraftCopyInput, createDraftCopyInput, mergeDraftCopyInput } from "@/lib/registry/draft-copy-schema";
import { withGates } from "@/lib/registry/gate/queries/gated-uses";
import { listSnippetUses } from "@/lib/registry/queries/snippet-uses";
import { promptName, updateSnippetPinsInput } from "@/lib/registry/schema";

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

/** Creates a version of each named prompt with this version of the snippet. */
export const putIn = defineAction(updateSnippetPinsInput, updateSnippetPins);

/** Returns the next page of the prompts that use the snippet. */
export const loadMoreUses = defineAction(
  z.strictObject({ name: promptName, cursor: z.string().max(1_000) }),
  async (actor, { name, cursor }) => withGates(actor, await listSnippetUses(actor, name, { limit: 100, cursor })),
);
