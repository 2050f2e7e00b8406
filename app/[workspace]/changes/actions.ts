"use server";

import { defineAction } from "@/lib/api/action";
import { runBeforeAfter } from "@/lib/evaluation/runs/commands/repeat-run";
import { runBeforeAfterInput } from "@/lib/evaluation/runs/schema";
import {
  amendChangeRequest,
  closeChangeRequest,
  editChangeRequest,
  markChangeSeen,
  releaseChangeRequest,
  reopenChangeRequest,
  updateChangeRequest,
} from "@/lib/registry/commands/change-requests";
import { commentOnChange, reopenComment, resolveComment } from "@/lib/registry/commands/comment-on-change";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { askReviewers, reviewChangeRequest } from "@/lib/registry/commands/reviews";
import { acceptSuggestion, saveSuggestions, suggestChanges } from "@/lib/registry/commands/suggestions";
import { listReviewers } from "@/lib/registry/queries/reviewers";
import {
  acceptSuggestionInput,
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

/** Opens a change request and returns its number. */
export const askForReview = defineAction(openChangeRequestInput, async (actor, input) => {
  const { number } = await openChangeRequest(actor, input);
  return { number };
});

/** Lists the people who can review a version for an environment. */
export const loadReviewers = defineAction(openChangeRequestInput.pick({ environment: true }), listReviewers);

/** Runs a few cases of the prompt's suite with the version under review and the version it replaces. */
export const answerCases = defineAction(runBeforeAfterInput, async (actor, input) => {
  const { id } = await runBeforeAfter(actor, input);
  return { id };
});

/** Asks more people to review. */
export const askMore = defineAction(askReviewersInput, async (actor, input) => {
  const { reviewers } = await askReviewers(actor, input);
  return { reviewers: reviewers.length };
});

/** Approves, requests changes or comments. */
export const review = defineAction(reviewChangeRequestInput, async (actor, input) => {
  const { status } = await reviewChangeRequest(actor, input);
  return { status };
});

/** Replaces the version under review with a newer one. */
export const amend = defineAction(amendChangeRequestInput, async (actor, input) => {
  const { version } = await amendChangeRequest(actor, input);
  return { version };
});

/** Updates the base version to the one that is live now. */
export const bringUpToDate = defineAction(changeRequestInput, async (actor, input) => {
  const { baseVersion } = await updateChangeRequest(actor, input);
  return { baseVersion };
});

/** Changes the title and the description. */
export const editRequest = defineAction(editChangeRequestInput, async (actor, input) => {
  const { title } = await editChangeRequest(actor, input);
  return { title };
});

/** Closes a change request. */
export const closeRequest = defineAction(closeChangeRequestInput, async (actor, input) => {
  const { status } = await closeChangeRequest(actor, input);
  return { status };
});

/** Reopens a closed change request. */
export const reopenRequest = defineAction(closeChangeRequestInput, async (actor, input) => {
  const { status } = await reopenChangeRequest(actor, input);
  return { status };
});

/** Releases the version of a change request. */
export const releaseRequest = defineAction(releaseChangeRequestInput, releaseChangeRequest);

/** Adds a comment or a reply. */
export const comment = defineAction(commentOnChangeInput, commentOnChange);

/** Resolves a comment. */
export const resolveRemark = defineAction(changeCommentInput, resolveComment);

/** Reopens a resolved comment. */
export const reopenRemark = defineAction(changeCommentInput, reopenComment);

/** Suggests a new text, with one suggestion for each changed line. */
export const suggest = defineAction(suggestChangesInput, suggestChanges);

/** Accepts a suggestion, on request instead of the accepted one for the same line. */
export const accept = defineAction(acceptSuggestionInput, acceptSuggestion);

/** Saves the accepted suggestions as the next version and puts that version under review. */
export const saveAccepted = defineAction(changeRequestInput, async (actor, input) => {
  const { version } = await saveSuggestions(actor, input);
  return { version };
});

/** Marks the change request as seen by the person. */
export const markSeen = defineAction(changeRequestInput, markChangeSeen);
