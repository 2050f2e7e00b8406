import { z } from "zod";
import { contentInput, promptDescription, promptName, versionMessage, versionNumber } from "./schema";

/** The name of a draft copy. Unique among the open copies of its prompt, ignoring case. */
export const draftCopyName = z
  .string()
  .normalize("NFC")
  .trim()
  .min(1, "A draft copy has a name.")
  .max(80, "The name is longer than 80 characters.");

const copyId = z.uuid();

/** A new draft copy of the prompt `name`. */
export const createDraftCopyInput = z.strictObject({
  name: promptName,
  copyName: draftCopyName,
  description: promptDescription.optional(),
  /** The version to start from. Default: the prompt's newest. */
  fromVersion: versionNumber.optional(),
});
export type CreateDraftCopyInput = z.infer<typeof createDraftCopyInput>;

/** The direction of a merge: the copy into its prompt, or the prompt's new versions into the copy. */
export const mergeTarget = z.enum(["prompt", "copy"]);
export type MergeTarget = z.infer<typeof mergeTarget>;

export const mergeDraftCopyInput = z.strictObject({
  name: promptName,
  id: copyId,
  into: mergeTarget.default("prompt"),
  /** The merged content, if conflicts were resolved by hand. */
  content: contentInput.optional(),
  message: versionMessage.optional(),
  /** The prompt's newest version that the caller saw. If it differs now: 409 `revision_conflict`. */
  expectedLatest: versionNumber.optional(),
  /** The copy's newest version that the caller saw. If it differs now: 409 `revision_conflict`. */
  expectedHead: versionNumber.optional(),
});
export type MergeDraftCopyInput = z.input<typeof mergeDraftCopyInput>;

export const closeDraftCopyInput = z.strictObject({ name: promptName, id: copyId });
export type CloseDraftCopyInput = z.infer<typeof closeDraftCopyInput>;
