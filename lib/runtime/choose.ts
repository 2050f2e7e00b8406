/** Why this version and no other. */
export type Assignment = {
  reason: "release" | "experiment" | "pinned";
  experimentId: string | null;
  variant: string | null;
};

/** Whom the answer is for: what a choice between variants goes by. */
export type Unit = { userId?: string | undefined };

const released: Assignment = { reason: "release", experimentId: null, variant: null };
const pinned: Assignment = { reason: "pinned", experimentId: null, variant: null };

/** Which of an entry's versions this unit gets, and why. Pure: the same entry and unit give the same answer. */
export function choose<Served>(
  entry: { served: Served; isPinned: boolean },
  _unit: Unit,
): { served: Served; assignment: Assignment } {
  return { served: entry.served, assignment: entry.isPinned ? pinned : released };
}
