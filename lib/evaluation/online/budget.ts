/** How many of the samples are judged: all, every second one, or none until the next day. */
export type Judging = "all" | "half" | "none";

/** Shares of the daily budget: an alert is raised at the first, every second answer is judged from the second. */
export const budgetSteps = { alerted: 0.8, halved: 0.9 } as const;

/** How many samples are judged after this spending. A budget of null means no limit. Pure. */
export function judgingAt(spentUsd: number, budgetUsd: number | null): Judging {
  if (budgetUsd === null || spentUsd < budgetUsd * budgetSteps.halved) return "all";
  return spentUsd < budgetUsd ? "half" : "none";
}
