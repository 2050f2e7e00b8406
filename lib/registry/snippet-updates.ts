import type { GateResult } from "./gate/result";
import type { PlannedUse, SnippetUse } from "./queries/snippet-uses";

/**
 * A use with the gate result of the prompt's newest version, in the last environment that has a gate. Null: no gate.
 */
export type GatedUse = SnippetUse & { gate: GateResult | null };

/** A gated use with its plan for an update to the snippet's newest version. Null if the plan does not contain it. */
export type SnippetUpdate = GatedUse & { plan: PlannedUse | null };

/** Whether the prompt can be updated to the snippet's newest version. */
export const isMovable = ({ plan }: SnippetUpdate) =>
  plan !== null && plan.nextVersion !== null && plan.problem === null;

/**
 * Returns the selected names after a click. A prompt that includes the snippet through another one changes only with
 * that one. Selecting such a prompt selects the other snippet. Deselecting the other snippet deselects the prompt.
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

/** Says which version of the snippet the prompt's newest version includes. */
export function pinWords(
  { pinned, via, plan, latestVersion: own }: Pick<SnippetUpdate, "pinned" | "via" | "plan" | "latestVersion">,
  latestVersion: number,
): string {
  if (pinned === latestVersion) return `v${own} uses v${pinned}, the newest`;
  if (pinned !== null) return `v${own} uses v${pinned}`;
  if (via !== null)
    return plan?.nextVersion ? `v${own} uses ${via}, which uses this snippet` : `through ${via}, up to date`;
  return `v${own} no longer uses it`;
}
