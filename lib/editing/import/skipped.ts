import type { ImportPlan, ImportPlanItem } from "@/lib/registry/transfer/plan-items";

type LastPlan = { plan: ImportPlan | null; skipped: ReadonlySet<string> };

/** Finds a prompt of the same files again, because other options give it another name. */
const placeOf = ({ file, source }: ImportPlanItem) => JSON.stringify([file, source]);

/**
 * Returns the names of the deselected prompts of a new plan. A choice made in the last plan is kept. Initially, prompts
 * that would restore an earlier text are deselected. Prompts that cannot be imported always are. Pure.
 */
export function skippedIn(next: ImportPlan, { plan, skipped }: LastPlan): ReadonlySet<string> {
  const known = new Map(
    plan?.items.flatMap((item) =>
      item.action === "refused" ? [] : [[placeOf(item), skipped.has(item.name)] as const],
    ),
  );
  const isSkipped = (item: ImportPlanItem) =>
    item.action === "refused" || (known.get(placeOf(item)) ?? item.returnsTo !== null);
  return new Set(next.items.filter(isSkipped).map(({ name }) => name));
}
