import { z } from "zod";
import { promptName, versionNumber } from "./schema";

const environmentName = z.string().min(1).max(63);

/** The number of a change request in its workspace. */
const changeRequestNumber = z.int().min(1).max(2_147_483_647);

const title = z
  .string()
  .trim()
  .min(1, "Describe the change in a few words.")
  .max(200, "A title has at most 200 characters.");
const description = z.string().max(10_000, "The description is longer than 10,000 characters.");
const remark = z.string().max(10_000, "The comment is longer than 10,000 characters.");
const writtenRemark = remark.trim().min(1, "Write something first.");
const reason = z.string().max(2000, "The reason is longer than 2,000 characters.");

const readVersion = versionNumber.meta({
  description:
    "The version that you have read. If another one is under review now, the request gets 409 `out_of_date`.",
});

/** The ids of the requested reviewers. */
const reviewers = z.array(z.uuid()).max(20, "At most 20 reviewers at once.");

/** Opens a change request for a version and an environment. */
export const openChangeRequestInput = z.strictObject({
  name: promptName,
  version: versionNumber,
  environment: environmentName,
  title,
  description: description.optional(),
  reviewers: reviewers.optional(),
});
export type OpenChangeRequestInput = z.input<typeof openChangeRequestInput>;

const ofRequest = { number: changeRequestNumber };

/** Identifies a change request. */
export const changeRequestInput = z.strictObject(ofRequest);
export type ChangeRequestInput = z.infer<typeof changeRequestInput>;

/** Requests more reviewers. */
export const askReviewersInput = z.strictObject({ ...ofRequest, reviewers: reviewers.min(1, "Choose a reviewer.") });
export type AskReviewersInput = z.input<typeof askReviewersInput>;

export const editChangeRequestInput = z.strictObject({
  ...ofRequest,
  title: title.optional(),
  description: description.optional(),
});
export type EditChangeRequestInput = z.input<typeof editChangeRequestInput>;

export const reviewChangeRequestInput = z
  .strictObject({
    ...ofRequest,
    verdict: z.enum(["approve", "request_changes", "comment"]),
    body: remark.optional(),
    version: readVersion.optional(),
  })
  .refine(({ verdict, body }) => verdict === "approve" || Boolean(body?.trim()), {
    path: ["body"],
    message: "Write a comment.",
  });
export type ReviewChangeRequestInput = z.input<typeof reviewChangeRequestInput>;

/** Replaces the version under review by a newer one. */
export const amendChangeRequestInput = z.strictObject({
  ...ofRequest,
  version: versionNumber,
  body: remark.optional(),
});
export type AmendChangeRequestInput = z.input<typeof amendChangeRequestInput>;

export const closeChangeRequestInput = z.strictObject({ ...ofRequest, body: remark.optional() });
export type CloseChangeRequestInput = z.input<typeof closeChangeRequestInput>;

export const releaseChangeRequestInput = z.strictObject({
  ...ofRequest,
  reason: reason.optional(),
  expectedRevision: z.int().min(0).max(2_147_483_647).optional(),
  version: readVersion.optional(),
  /** Releases although an approval is missing. Requires a reason. */
  override: z.boolean().optional(),
});
export type ReleaseChangeRequestInput = z.input<typeof releaseChangeRequestInput>;

/** A comment on a line or a field of a version under review, on the whole, or a reply to another comment. */
export const commentOnChangeInput = z
  .strictObject({
    ...ofRequest,
    body: writtenRemark,
    /** The version that the comment is about: the one under review, or the one it is compared with. */
    version: versionNumber.optional(),
    /** The location as a JSON pointer: "/messages/0/content". */
    pointer: z.string().max(500).optional(),
    /** The line, starting at 1. */
    line: z.int().min(1).max(1_000_000).optional(),
    replyTo: z.uuid().optional(),
  })
  .refine(({ replyTo, pointer, line, version }) => !replyTo || (pointer ?? line ?? version) === undefined, {
    path: ["replyTo"],
    message: "A reply is at its comment's position: omit version, pointer and line.",
  });
export type CommentOnChangeInput = z.input<typeof commentOnChangeInput>;

/** Suggests another text for the version under review. Every changed line is a separate suggestion. */
export const suggestChangesInput = z.strictObject({
  ...ofRequest,
  /** The version under review that the author of the suggestion has read. */
  version: versionNumber,
  /** The location of the text as a JSON pointer: "/messages/0/content". */
  pointer: z.string().max(500),
  /** The complete suggested text. */
  text: z.string().max(100_000, "The text is longer than 100,000 characters."),
  body: remark.optional(),
});
export type SuggestChangesInput = z.input<typeof suggestChangesInput>;

export const changeCommentInput = z.strictObject({ ...ofRequest, id: z.uuid() });
export type ChangeCommentInput = z.infer<typeof changeCommentInput>;

/** `instead`: an accepted suggestion for the same line is declined. Without it, such a suggestion is a refusal. */
export const acceptSuggestionInput = changeCommentInput.extend({ instead: z.boolean().default(false) });
export type AcceptSuggestionInput = z.input<typeof acceptSuggestionInput>;

const requiredApprovals = z.int().min(0).max(10);

/** The name of a new environment: lower-case letters, digits and hyphens. */
export const newEnvironmentName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "A name consists of at most 40 lowercase letters, digits and inner hyphens: eu-production.",
  );

export const addEnvironmentInput = z.strictObject({
  name: newEnvironmentName,
  stage: z.enum(["development", "testing", "production"]),
  /** The position, starting at 0. Default: after its own stage. */
  position: z.int().min(0).max(100).optional(),
  isProtected: z.boolean(),
  requiredApprovals: requiredApprovals.optional(),
});
export type AddEnvironmentInput = z.infer<typeof addEnvironmentInput>;

export const updateEnvironmentInput = z.strictObject({
  name: environmentName,
  requiredApprovals: requiredApprovals.optional(),
  isProtected: z.boolean().optional(),
  /** The new name. Applications can still use the old one. */
  newName: newEnvironmentName.optional(),
});
export type UpdateEnvironmentInput = z.infer<typeof updateEnvironmentInput>;

export const formerNameInput = z.strictObject({ name: environmentName, formerName: environmentName });
export type FormerNameInput = z.infer<typeof formerNameInput>;
