import type { LiveMisfit } from "../scorers/form-fields";
import { scorerForm } from "../scorers/form-registry";
import type { ScorerConfig } from "../scorers/schema";

/** A scorer that has nothing to say of live answers, by its place in the list, and why. */
export type Misfit = { index: number; name: string; why: LiveMisfit };

function misfitOf(config: ScorerConfig): LiveMisfit | null {
  const { live } = scorerForm(config.type);
  return typeof live === "function" ? live(config) : (live ?? null);
}

/** The scorers that make no sense on live answers, with why. Pure. */
export function misfits(scorers: readonly ScorerConfig[]): Misfit[] {
  return scorers.flatMap((config, index) => {
    const why = misfitOf(config);
    return why === null ? [] : [{ index, name: config.name, why }];
  });
}
