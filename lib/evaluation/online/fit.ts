import type { LiveMisfit } from "../scorers/form-fields";
import { scorerForm } from "../scorers/form-registry";
import type { ScorerConfig } from "../scorers/schema";

/** A scorer that cannot score live answers, by its index in the list, and the reason. */
export type Misfit = { index: number; name: string; why: LiveMisfit };

function misfitOf(config: ScorerConfig): LiveMisfit | null {
  const { live } = scorerForm(config.type);
  return typeof live === "function" ? live(config) : (live ?? null);
}

/** Returns the scorers that cannot score live answers, with the reasons. Pure. */
export function misfits(scorers: readonly ScorerConfig[]): Misfit[] {
  return scorers.flatMap((config, index) => {
    const why = misfitOf(config);
    return why === null ? [] : [{ index, name: config.name, why }];
  });
}
