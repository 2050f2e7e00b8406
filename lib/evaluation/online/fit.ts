import type { FieldError } from "@/lib/core/errors";
import type { ScorerConfig } from "../scorers/schema";

/** Why a scorer has nothing to say of a live answer; null: it has. */
function misfit(config: ScorerConfig): string | null {
  switch (config.type) {
    case "exact":
    case "numeric":
    case "json_equality":
    case "similarity":
      return `${config.name} holds an answer against an expected one, which live answers do not have.`;
    case "contains":
      return config.texts.length > 0
        ? null
        : `${config.name} looks for the expected answer, which live answers do not have. Give it texts to look for.`;
    case "agreement":
      return `${config.name} compares repeats of one case, and a live answer is given once.`;
    default:
      return null;
  }
}

/** The scorers that make no sense on live answers, with why. Pure. */
export function misfits(scorers: readonly ScorerConfig[]): FieldError[] {
  return scorers.flatMap((config, index) => {
    const message = misfit(config);
    return message === null ? [] : [{ pointer: `/scorers/${index}/type`, code: "invalid_request", message }];
  });
}
