/** What a run may cost, what it cost, and what its calls under way will cost, about. In US dollars. */
export type Budget = {
  /** Sets the cost of a call aside; false when the budget would be passed, or nobody knows (null). */
  reserve: (costUsd: number | null) => boolean;
  /** The call is over: what was set aside becomes what it cost; null: nothing that is known of. */
  settle: (reservedUsd: number, costUsd: number | null) => void;
  readonly spentUsd: number;
};

/** A budget of which `spentUsd` is gone already; `maxUsd` null: none was set. */
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
