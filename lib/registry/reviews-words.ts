import type { GatedMove, GateRefusal } from "./reviews-gate";
import type { NextStep, ReviewBlocker } from "./reviews-state";

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

type RefusedMove = Pick<GatedMove, "name" | "version" | "environment">;

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
