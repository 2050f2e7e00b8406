import type { Stage } from "./lifecycle";

const rank = { development: 0, testing: 1, production: 2 } as const satisfies Record<Stage, number>;

/**
 * Where a new environment stands among the others (in their order): the place asked for, at most behind the last; else
 * behind all of its own and earlier stages, so that production stays last. Pure.
 */
export function placeOf(stage: Stage, others: readonly { stage: Stage }[], wanted?: number): number {
  if (wanted !== undefined) return Math.min(wanted, others.length);
  const last = others.findLastIndex((other) => rank[other.stage] <= rank[stage]);
  return last + 1;
}
