import { capitalize, listWords, pluralize } from "@/lib/core/words";
import type { ChangeRequestView, ReviewEventView } from "./change-request-views";
import { roleRefusal } from "./release-words";
import type { GateRefusal, ReviewedMove } from "./reviews-gate";
import type { DecisionRefusal, NextStep, ReviewBlocker, ReviewStatus } from "./reviews-state";

/** The next step of a person, as the start of a line: "Approve". */
export const stepWords = {
  approve: "Approve",
  amend: "Answer the comments on",
  update: "Update",
  release: "Promote",
} as const satisfies Record<NonNullable<NextStep>, string>;

/** The reason why a request cannot be released, as a sentence. Pure. */
export function blockerWords(blocker: ReviewBlocker): string {
  switch (blocker.code) {
    case "released":
      return "It is already promoted.";
    case "closed":
      return "It is closed. Reopen it first.";
    case "out_of_date":
      return `${blocker.environment} has changed since this was requested. Update the request to compare it with what is live now.`;
    case "changes_requested":
      return `${blocker.by} asked for changes.`;
    case "approvals_missing":
      return blocker.count === 1 ? "One approval is missing." : `${blocker.count} approvals are missing.`;
  }
}

/** All reasons why a request cannot be released, in one text. Pure. */
export const blockersWords = (blockers: readonly ReviewBlocker[]): string => blockers.map(blockerWords).join(" ");

type RefusedDecision = { version: number; environment: string; role: string };

/** Why a person may not approve or request changes, to that person. Pure. */
export function decisionRefusalWords(
  refusal: DecisionRefusal,
  { version, environment, role }: RefusedDecision,
): string {
  const words: Record<DecisionRefusal, string> = {
    own_request: "You requested this review, so another person must approve it.",
    own_version: `You wrote v${version}, so another person must approve it.`,
    no_permission: `${roleRefusal(role, environment)} You can comment.`,
    out_of_date: "Update it first.",
  };
  return words[refusal];
}

type RefusedMove = Pick<ReviewedMove, "name" | "version" | "environment">;

/** Why a move is refused, and what to do about it. Pure. */
export function refusedMoveWords(refusal: GateRefusal, { name, version, environment }: RefusedMove): string {
  const count = environment.requiredApprovals;
  const rule = `${environment.name} requires ${count === 1 ? "an approval" : `${count} approvals`}`;
  switch (refusal.reason) {
    case "never_live":
      return `v${version} of ${name} was never live in ${environment.name}, which requires approvals. Ask for a review of it instead.`;
    case "not_asked":
      return `${rule}. Ask for a review of v${version} of ${name}; once approved, it can be released.`;
    case "blocked":
      return `${rule}. Change request ${refusal.request} for v${version} of ${name}: ${blockersWords(refusal.blockers)}`;
  }
}

type ChangeState = Pick<
  ChangeRequestView,
  "status" | "approvals" | "approvedBy" | "blockedBy" | "version" | "environment" | "liveVersion" | "baseVersion"
>;

/** "Ana, Ben and Cleo" */
export function namesOf(people: readonly { name: string }[]): string {
  return listWords(people.map(({ name }) => name));
}

/** "2 open comments and 1 open suggestion". Empty if there are none. */
export function openRemarkWords({
  openComments,
  openSuggestions,
}: Pick<ChangeRequestView, "openComments" | "openSuggestions">): string {
  const parts = [
    openComments > 0 ? pluralize(openComments, "open comment") : "",
    openSuggestions > 0 ? pluralize(openSuggestions, "open suggestion") : "",
  ];
  return listWords(parts.filter(Boolean));
}

/** Describes the status of a request in a sentence. It does not say whether a gate lets the version through. */
export function stateWords({ status, approvals, approvedBy, blockedBy, version, environment }: ChangeState): string {
  const { have, required } = approvals;
  if (status === "released") return `v${version} was promoted to ${environment}.`;
  if (status === "closed") return "Closed without a release.";
  if (status === "out_of_date") return `${capitalize(environment)} has changed since this was requested.`;
  if (status === "changes_requested") return `${namesOf(blockedBy)} requested changes.`;
  if (status === "approved") return `${namesOf(approvedBy)} approved.`;
  if (required === 0) return "Waiting for a review.";
  if (have === 0) return `Waiting for ${pluralize(required, "approval")}.`;
  return `${have} of ${pluralize(required, "approval")}. Waiting for ${required - have} more.`;
}

/** Describes the next step and who must take it. It addresses the viewer if `nextStep` is set. */
export function nextWords(
  request: ChangeState & Pick<ChangeRequestView, "nextStep" | "author" | "versionAuthor">,
): string {
  const { status, nextStep, author, versionAuthor, version, environment, approvals, liveVersion, baseVersion } =
    request;
  const live = liveVersion === null ? "nothing" : `v${liveVersion}`;
  const base = baseVersion === null ? "nothing" : `v${baseVersion}`;
  if (status === "released") return liveVersion === version ? "It is live now." : `${live} is live there now.`;
  if (status === "closed") return "Reopen it to continue. The comments are kept.";
  if (status === "out_of_date")
    return `It was compared with ${base}; ${live} is live now. Update it, and it can be approved against the live version.`;
  if (status === "changes_requested")
    return nextStep === "amend"
      ? `Save a newer version and replace v${version} with it, or answer the comments.`
      : `${author.name} answers the comments, or replaces it with a newer version.`;
  if (status === "approved")
    return nextStep === "release"
      ? `Promote it when you are ready. Users are not affected until then.`
      : `Someone who can promote to ${environment} makes it live.`;
  const others = author.name === versionAuthor.name ? author.name : `${author.name} and ${versionAuthor.name}`;
  if (nextStep === "amend") return "Reply to the comments, decide on the suggestions, and save those you accepted.";
  if (nextStep === "approve") return "Review the changes, then approve them or request changes.";
  const optional = approvals.required === 0 ? ` ${capitalize(environment)} does not require a review.` : "";
  return `Someone other than ${others} who can promote to ${environment} reviews it.${optional}`;
}

/** What a person did to a request, after the name of the person. */
export function eventWords({ kind, version }: Pick<ReviewEventView, "kind" | "version">, environment: string): string {
  const words: Record<ReviewEventView["kind"], string> = {
    opened: `asked for a review of v${version} for ${environment}`,
    approved: `approved v${version}`,
    changes_requested: `requested changes to v${version}`,
    commented: "commented",
    amended: `replaced it with v${version}; earlier approvals no longer count`,
    updated: "updated it to the live version; earlier approvals no longer count",
    closed: "closed it",
    reopened: "reopened it",
    released: `promoted v${version} to ${environment}`,
  };
  return words[kind];
}

/** The status of a request in one word. */
export const statusWords = {
  waiting: "Waiting",
  changes_requested: "Changes requested",
  approved: "Approved",
  out_of_date: "Out of date",
  released: "Promoted",
  closed: "Closed",
} as const satisfies Record<ReviewStatus, string>;
