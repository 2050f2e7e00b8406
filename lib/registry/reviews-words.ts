import type { NextStep } from "./reviews-state";

/** What waits for a person, as the start of a line: "Approve". */
export const stepWords = {
  approve: "Approve",
  amend: "Answer the comments",
  update: "Update",
  release: "Promote",
} as const satisfies Record<NonNullable<NextStep>, string>;
