/** How much of what is sampled is judged: everything, every second answer, nothing until the next day. */
export type Judging = "all" | "half" | "none";

/** Shares of a day's budget: from the first on an alert is raised, from the second on every second answer is judged. */
export const budgetSteps = { told: 0.8, halved: 0.9 } as const;

/** What is judged after so much was spent of a day's budget (null: there is none). Pure. */
export function judgingAt(spentUsd: number, budgetUsd: number | null): Judging {
  if (budgetUsd === null || spentUsd < budgetUsd * budgetSteps.halved) return "all";
  return spentUsd < budgetUsd ? "half" : "none";
}
