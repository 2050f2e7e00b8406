import type { TraceStep } from "./trace-step";

/** How long before the step that caused it a step may be dated: clocks of two machines differ. */
const mostSkewMs = 60_000;

type Step = Pick<TraceStep, "id" | "parentId" | "at" | "durationMs">;

/**
 * Returns the time of a trace from its steps in tree order. `early` are steps that are dated long before the step that
 * caused them, because a clock is off, and what is below them. The time leaves them out. Pure.
 */
export function timeOfTrace<S extends Step>(steps: readonly S[]): { from: number; to: number; early: S[] } {
  const above = new Map<string, { at: number; isEarly: boolean }>();
  const early: S[] = [];
  for (const step of steps) {
    const parent = step.parentId === null ? undefined : above.get(step.parentId);
    const isEarly = parent !== undefined && (parent.isEarly || step.at < parent.at - mostSkewMs);
    if (isEarly) early.push(step);
    if (!above.has(step.id)) above.set(step.id, { at: step.at, isEarly });
  }
  const out = new Set(early);
  const counted = steps.filter((step) => !out.has(step));
  return {
    from: Math.min(...counted.map(({ at }) => at)),
    to: Math.max(...counted.map(({ at, durationMs }) => at + durationMs)),
    early,
  };
}

/** Returns how long at least one of the steps ran. Pure. */
export function timeIn(steps: readonly Pick<TraceStep, "at" | "durationMs">[]): number {
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { at, durationMs } of steps.toSorted((a, b) => a.at - b.at)) {
    sum += Math.max(0, at + durationMs - Math.max(at, end));
    end = Math.max(end, at + durationMs);
  }
  return sum;
}
