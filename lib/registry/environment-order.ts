import type { Stage } from "./lifecycle";

const rank = { development: 0, testing: 1, production: 2 } as const satisfies Record<Stage, number>;

/**
 * The position of a new environment in the ordered list: the wanted one, at most after the last. Default: after all
 * environments of its own and earlier stages, so that production stays last. Pure.
 */
export function placeOf(stage: Stage, others: readonly { stage: Stage }[], position?: number): number {
  if (position !== undefined) return Math.min(position, others.length);
  const last = others.findLastIndex((other) => rank[other.stage] <= rank[stage]);
  return last + 1;
}

/** Sorts environments as they are shown from left to right: by position, with production last. Pure. */
export const inLaneOrder = <Environment extends { stage: Stage; position: number }>(
  environments: readonly Environment[],
): Environment[] =>
  environments.toSorted(
    (a, b) => Number(a.stage === "production") - Number(b.stage === "production") || a.position - b.position,
  );
