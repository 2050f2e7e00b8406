"use server";

import { defineAction } from "@/lib/api/action";
import { runBeforeAfter } from "@/lib/evaluation/runs/commands/run-before-after";
import { runBeforeAfterInput } from "@/lib/evaluation/runs/schema";
import { amendChangeRequest, updateChangeRequest } from "@/lib/registry/commands/amend-change-request";
import { askReviewers } from "@/lib/registry/commands/ask-reviewers";
import { commentOnChange, reopenComment, resolveComment } from "@/lib/registry/commands/comment-on-change";
import {
  closeChangeRequest,
  editChangeRequest,
  reopenChangeRequest,
} from "@/lib/registry/commands/edit-change-request";
import { markChangeSeen } from "@/lib/registry/commands/mark-change-seen";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { releaseChangeRequest } from "@/lib/registry/commands/release-change-request";
import { reviewChangeRequest } from "@/lib/registry/commands/review-change-request";
import { saveSuggestions } from "@/lib/registry/commands/save-suggestions";
import { acceptSuggestion, suggestChanges } from "@/lib/registry/commands/suggest-changes";
import { listReviewers } from "@/lib/registry/queries/reviewers";
import {
  amendChangeRequestInput,
  askReviewersInput,
  changeCommentInput,
  changeRequestInput,
  closeChangeRequestInput,
  commentOnChangeInput,
  editChangeRequestInput,
  openChangeRequestInput,
  releaseChangeRequestInput,
  reviewChangeRequestInput,
  suggestChangesInput,
} from "@/lib/registry/reviews-schema";

/** Asks for a review; answers its number. */
export const askForReview = defineAction(openChangeRequestInput, async (actor, input) => {
  const { number } = await openChangeRequest(actor, input);
  return { number };
});

/** Who can be asked to review a version for an environment. */
export const loadReviewers = defineAction(openChangeRequestInput.pick({ environment: true }), listReviewers);

/** Answers a few cases of the prompt's suite with the version under review and the one it replaces. */
export const answerCases = defineAction(runBeforeAfterInput, async (actor, input) => {
  const { id } = await runBeforeAfter(actor, input);
  return { id };
});

/** Asks more people to review. */
export const askMore = defineAction(askReviewersInput, async (actor, input) => {
  const { reviewers } = await askReviewers(actor, input);
  return { reviewers: reviewers.length };
});

/** Approves, asks for changes or comments. */
export const review = defineAction(reviewChangeRequestInput, async (actor, input) => {
  const { status } = await reviewChangeRequest(actor, input);
  return { status };
});

/** Puts a newer version in the place of the one under review. */
export const amend = defineAction(amendChangeRequestInput, async (actor, input) => {
  const { version } = await amendChangeRequest(actor, input);
  return { version };
});

/** Compares it with what is live now. */
export const bringUpToDate = defineAction(changeRequestInput, async (actor, input) => {
  const { baseVersion } = await updateChangeRequest(actor, input);
  return { baseVersion };
});

/** Changes its words. */
export const editRequest = defineAction(editChangeRequestInput, async (actor, input) => {
  const { title } = await editChangeRequest(actor, input);
  return { title };
});

/** Gives it up. */
export const closeRequest = defineAction(closeChangeRequestInput, async (actor, input) => {
  const { status } = await closeChangeRequest(actor, input);
  return { status };
});

/** Takes it up again. */
export const reopenRequest = defineAction(closeChangeRequestInput, async (actor, input) => {
  const { status } = await reopenChangeRequest(actor, input);
  return { status };
});

/** Makes its version live. */
export const releaseRequest = defineAction(releaseChangeRequestInput, releaseChangeRequest);

/** Leaves a remark, or answers one. */
export const comment = defineAction(commentOnChangeInput, commentOnChange);

/** Settles a remark. */
export const resolveRemark = defineAction(changeCommentInput, resolveComment);

/** Takes a settled remark up again. */
export const reopenRemark = defineAction(changeCommentInput, reopenComment);

/** Suggests other words for a text, a suggestion for each line. */
export const suggest = defineAction(suggestChangesInput, suggestChanges);

/** Takes a suggestion over. */
export const accept = defineAction(changeCommentInput, acceptSuggestion);

/** Saves what was accepted as the next version, and reviews that one. */
export const saveAccepted = defineAction(changeRequestInput, async (actor, input) => {
  const { version } = await saveSuggestions(actor, input);
  return { version };
});

/** Notes that the person has looked at it. */
export const markSeen = defineAction(changeRequestInput, markChangeSeen);
