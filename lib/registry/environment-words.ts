import type { Stage } from "./lifecycle";

/** The meaning of being live in an environment of each stage. */
export const stageWords = {
  development: "For development. A version here is still a draft.",
  testing: "For testing before users get the version.",
  production: "For users. A version here is live.",
} as const satisfies Record<Stage, string>;

/** "1 approval", "no approval" */
export function approvalsWords(count: number): string {
  return count === 0 ? "No approval needed" : count === 1 ? "1 approval" : `${count} approvals`;
}

/** The options for the number of approvals. */
export const approvalOptions = [0, 1, 2, 3, 4, 5].map((count) => ({
  value: String(count),
  label: approvalsWords(count),
}));
