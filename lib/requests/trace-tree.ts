import { findCycles } from "@/lib/telemetry/parents";

/** A step of a trace as the tree needs it. `at` is in ms. */
type Step = { id: string; parentId: string | null; at: number };

/**
 * A step with its depth. `isInCycle`: the step is among its own parents, and begins a tree
 * because one has to. `isOrphan`: its parent is missing.
 */
export type TreeStep<S extends Step> = S & { depth: number; isInCycle: boolean; isOrphan: boolean };

/**
 * Returns steps in tree order: each below its parent, the earliest first. A step with a missing parent is a root. A
 * cycle starts a tree at its earliest step. Every step appears once. Pure.
 */
export function treeOf<S extends Step>(steps: readonly S[]): TreeStep<S>[] {
  const ids = new Set(steps.map(({ id }) => id));
  const children = new Map<string | null, S[]>();
  for (const step of steps) {
    const parent = step.parentId !== null && step.parentId !== step.id && ids.has(step.parentId) ? step.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), step]);
  }
  for (const list of children.values()) list.sort((a, b) => a.at - b.at);
  const seen = new Set<S>();
  const ordered: TreeStep<S>[] = [];
  const visit = (roots: readonly S[], isCycle: boolean) => {
    const open = roots.toReversed().map((step) => ({ step, depth: 0 }));
    for (let next = open.pop(); next; next = open.pop()) {
      const { step, depth } = next;
      if (seen.has(step)) continue;
      seen.add(step);
      const isInCycle = depth === 0 && (isCycle || step.parentId === step.id);
      const isOrphan = step.parentId !== null && !ids.has(step.parentId);
      ordered.push({ ...step, depth, isInCycle, isOrphan });
      for (const child of (children.get(step.id) ?? []).toReversed()) open.push({ step: child, depth: depth + 1 });
    }
  };
  visit(children.get(null) ?? [], false);
  const cycles = findCycles(steps, { keyOf: ({ id }) => id, parentOf: ({ parentId }) => parentId });
  const inTime = [...cycles.keys()].toSorted((a, b) => a.at - b.at);
  for (const step of inTime) visit([step], true);
  return ordered;
}
