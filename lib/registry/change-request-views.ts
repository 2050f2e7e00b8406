import { z } from "zod";
import { actorView } from "@/lib/auth/actor-view";
import { count, time } from "@/lib/core/view-fields";
import { stages } from "./lifecycle";

const status = z.enum(["waiting", "changes_requested", "approved", "out_of_date", "released", "closed"]);

const fields = {
  number: count,
  title: z.string(),
  description: z.string(),
  prompt: z.string(),
  environment: z.string(),
  stage: z.enum(stages),
  version: count.meta({ description: "The version under review." }),
  versionMessage: z.string(),
  versionAuthor: actorView,
  baseVersion: count
    .nullable()
    .meta({ description: "The version that it is compared with; null if nothing was live." }),
  baseRevision: count.meta({
    description:
      "The deployment's revision of the comparison. If the revision has changed since, the status is `out_of_date`.",
  }),
  liveVersion: count.nullable(),
  liveRevision: count,
  status,
  approvals: z.strictObject({
    have: count,
    required: count.meta({
      description: "The number of approvals that the environment requires; 0 if it requires none.",
    }),
  }),
  approvedBy: z.array(actorView),
  blockedBy: z.array(actorView).meta({ description: "The people who requested changes of this version." }),
  blockers: z.array(z.string()).meta({ description: "What prevents the release; empty if nothing does." }),
  nextStep: z
    .enum(["approve", "amend", "update", "release"])
    .nullable()
    .meta({ description: "The next step of the caller; null if the request does not wait for the caller." }),
  openComments: count,
  openSuggestions: count,
  author: actorView,
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
  releaseId: z.string().nullable(),
};

/** A change request as lists show it. Status, approvals and blockers are current. */
export const changeRequestView = z.strictObject(fields).meta({ id: "ChangeRequest" });
export type ChangeRequestView = z.output<typeof changeRequestView>;

const eventKinds = [
  "opened",
  "approved",
  "changes_requested",
  "commented",
  "amended",
  "updated",
  "closed",
  "reopened",
  "released",
] as const;

const reviewEventView = z
  .strictObject({
    id: z.string(),
    kind: z.enum(eventKinds),
    version: count,
    baseRevision: count,
    body: z.string(),
    actor: actorView,
    at: time,
  })
  .meta({ id: "ReviewEvent" });
export type ReviewEventView = z.output<typeof reviewEventView>;

const suggestionView = z.strictObject({
  act: z
    .enum(["replace", "insert", "remove"])
    .meta({ description: "What happens to the line. `insert` adds a line below it." }),
  text: z.string(),
  state: z.enum(["open", "accepted", "declined", "saved"]),
  savedIn: count
    .nullable()
    .meta({ description: "The version in which the suggestion was saved; null if it is not saved." }),
});
export type SuggestionView = z.output<typeof suggestionView>;

export const commentView = z
  .strictObject({
    id: z.string(),
    replyTo: z.string().nullable(),
    version: count,
    pointer: z
      .string()
      .meta({ description: 'A JSON pointer into the version\'s content, such as "/messages/0/content".' }),
    line: count.nullable().meta({ description: "The line, from 1; null for the whole field." }),
    quote: z.string().meta({ description: "The text of the line when the comment was written." }),
    body: z.string(),
    suggestion: suggestionView
      .nullable()
      .meta({ description: "The suggested change of the line; null for a comment without a suggestion." }),
    author: actorView,
    createdAt: time,
    resolvedAt: time.nullable(),
    resolvedBy: z.string().nullable(),
  })
  .meta({ id: "ReviewComment" });
export type CommentView = z.output<typeof commentView>;

/** A change request with all events and comments, oldest first. */
export const changeRequestDetail = z
  .strictObject({
    ...fields,
    reviewers: z.array(actorView).meta({ description: "The members who were asked to review the change request." }),
    events: z.array(reviewEventView),
    comments: z.array(commentView),
  })
  .meta({ id: "ChangeRequestDetail" });
export type ChangeRequestDetail = z.output<typeof changeRequestDetail>;
