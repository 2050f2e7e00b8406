/** A search looks through rows part by part, from the newest on; so long is the first part (ms of the rows' time). */
export const firstPartMs = 3_600_000;
/** After so long a search begins no other part and answers with what it has; with the part under way a page takes 300 ms at most. */
export const searchBudgetMs = 120;

const mostFactor = 4;

/** How much longer the next part may be than one that took so long: a rare thing is found in few parts, and none takes long. Pure. */
export function wider(tookMs: number, budgetMs: number): number {
  return Math.max(1, Math.min(mostFactor, Math.floor(budgetMs / 4 / Math.max(tookMs, 1))));
}
