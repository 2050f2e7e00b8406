import type { GateResult } from "@/lib/registry/gate/result";
import type { PlannedUse, SnippetUse } from "@/lib/registry/queries/snippet-uses";

/** A use with what the gate nearest to users says of the prompt's newest version; null: no gate. */
export type GatedUse = SnippetUse & { gate: GateResult | null };

/** The same with what the snippet's newest version would make of it. */
export type SnippetUpdate = GatedUse & { plan: PlannedUse | null };

/** Whether it can be moved to the snippet's newest version. */
export const isMovable = ({ plan }: SnippetUpdate) =>
  plan !== null && plan.nextVersion !== null && plan.problem === null;

/**
 * The names chosen after a click. A prompt behind another snippet changes only with that one: choosing it chooses the
 * snippet too, and leaving the snippet out leaves out what stands behind it.
 */
export function choose(
  uses: readonly SnippetUpdate[],
  chosen: ReadonlySet<string>,
  name: string,
  isChosen: boolean,
): Set<string> {
  const next = new Set(chosen);
  const byName = new Map(uses.map((use) => [use.name, use]));
  if (isChosen) {
    for (let use = byName.get(name); use && !next.has(use.name); use = use.via ? byName.get(use.via) : undefined) {
      next.add(use.name);
      if (use.pinned !== null) break;
    }
    return next;
  }
  const leave = (gone: string) => {
    if (!next.delete(gone)) return;
    for (const use of uses) if (use.via === gone && use.pinned === null) leave(use.name);
  };
  leave(name);
  return next;
}
