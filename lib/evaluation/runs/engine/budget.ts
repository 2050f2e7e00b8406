/** The budget of a run: its limit, its spending, and the estimated cost of running calls. In US dollars. */
export type Budget = {
  /**
   * Reserves the cost of a call. Returns false if the budget would be exceeded, or if the cost is unknown (null) and
   * there is a budget.
   */
  reserve: (costUsd: number | null) => boolean;
  /** Replaces the reservation with the actual cost when the call has ended. Null: no known cost. */
  settle: (reservedUsd: number, costUsd: number | null) => void;
  readonly spentUsd: number;
};

/** Creates a budget with `spentUsd` already spent. `maxUsd` null: no limit. */
export function createBudget(maxUsd: number | null, spentUsd: number): Budget {
  let spent = spentUsd;
  let reserved = 0;
  return {
    reserve(costUsd) {
      if (maxUsd !== null && (costUsd === null || spent + reserved + costUsd > maxUsd)) return false;
      reserved += costUsd ?? 0;
      return true;
    },
    settle(reservedUsd, costUsd) {
      reserved = Math.max(0, reserved - reservedUsd);
      spent += costUsd ?? 0;
    },
    get spentUsd() {
      return spent;
    },
  };
}
