import type { FieldError } from "@/lib/core/errors";
import type { LiveMisfit } from "../scorers/form-fields";
import { scorerForm } from "../scorers/form-registry";
import type { ScorerConfig } from "../scorers/schema";

const words: Record<LiveMisfit, (name: string) => string> = {
  needs_expected: (name) => `${name} compares an answer with an expected one, which live answers do not have.`,
  needs_texts: (name) =>
    `${name} looks for the expected answer, which live answers do not have. Give it texts to look for.`,
  needs_repeats: (name) => `${name} compares repeats of one case, and a live answer exists only once.`,
};

/** Why a scorer has nothing to say of a live answer; null: it has. */
function misfit(config: ScorerConfig): LiveMisfit | null {
  const { live } = scorerForm(config.type);
  return typeof live === "function" ? live(config) : (live ?? null);
}

/** The scorers that make no sense on live answers, with why. Pure. */
export function misfits(scorers: readonly ScorerConfig[]): FieldError[] {
  return scorers.flatMap((config, index) => {
    const code = misfit(config);
    if (code === null) return [];
    return [{ pointer: `/scorers/${index}/type`, code: "invalid_request", message: words[code](config.name) }];
  });
}
