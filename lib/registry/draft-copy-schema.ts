import { z } from "zod";
import { contentInput, promptName, versionMessage, versionNumber } from "./schema";

/** What a draft copy is called; unique among the open ones of its prompt, whatever the case. */
export const draftCopyName = z
  .string()
  .normalize("NFC")
  .trim()
  .min(1, "A draft copy has a name.")
  .max(80, "The name is longer than 80 characters.");

const description = z.string().max(2000, "The description is longer than 2,000 characters.");
const copyId = z.uuid();

/** A new draft copy of the prompt `name`. */
export const createDraftCopyInput = z.strictObject({
  name: promptName,
  copyName: draftCopyName,
  description: description.optional(),
  /** The version it starts from; the prompt's newest when left out. */
  fromVersion: versionNumber.optional(),
});
export type CreateDraftCopyInput = z.infer<typeof createDraftCopyInput>;

/** Where a merge goes: the copy into its prompt, or what is new in the prompt into the copy. */
export const mergeTarget = z.enum(["prompt", "copy"]);
export type MergeTarget = z.infer<typeof mergeTarget>;

export const mergeDraftCopyInput = z.strictObject({
  name: promptName,
  id: copyId,
  into: mergeTarget.default("prompt"),
  /** The merged content where conflicts were settled by hand. */
  content: contentInput.optional(),
  message: versionMessage.optional(),
  /** The prompt's newest version the caller saw; another one now is 409 `revision_conflict`. */
  expectedLatest: versionNumber.optional(),
  /** The copy's newest version the caller saw; another one now is 409 `revision_conflict`. */
  expectedHead: versionNumber.optional(),
});
export type MergeDraftCopyInput = z.input<typeof mergeDraftCopyInput>;

export const closeDraftCopyInput = z.strictObject({ name: promptName, id: copyId });
export type CloseDraftCopyInput = z.infer<typeof closeDraftCopyInput>;
