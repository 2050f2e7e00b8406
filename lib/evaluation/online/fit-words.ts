import type { FieldError } from "@/lib/core/errors";
import type { LiveMisfit } from "../scorers/form-fields";
import type { Misfit } from "./fit";

const sentences: Record<LiveMisfit, (name: string) => string> = {
  needs_expected: (name) => `${name} compares an answer with an expected one, which live answers do not have.`,
  needs_texts: (name) =>
    `${name} looks for the expected answer, which live answers do not have. Give it texts to look for.`,
  needs_repeats: (name) => `${name} compares repeats of one case, and a live answer exists only once.`,
};

/** The field error for a scorer that cannot score live answers. Pure. */
export const misfitError = ({ index, name, why }: Misfit): FieldError => ({
  pointer: `/scorers/${index}/type`,
  code: "invalid_request",
  message: sentences[why](name),
});
