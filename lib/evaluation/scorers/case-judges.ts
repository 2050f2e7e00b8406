import { caseCheck } from "./check-schema";
import type { JudgeConfig, ScorerConfig } from "./schema";
import type { ScoredCase } from "./types";

/**
 * Returns the judges of an answer to this case: those of the suite, and one for each rubric in the case's checks. A
 * rubric uses the model of the first judge (null: a model is chosen). Pure.
 */
export function judgesOf(scorers: readonly ScorerConfig[], { checks }: Pick<ScoredCase, "checks">): JudgeConfig[] {
  const judges = scorers.filter((config) => config.type === "judge");
  const rubrics = checks.flatMap((stored, index): JudgeConfig[] => {
    const read = caseCheck.safeParse(stored);
    if (!read.success || read.data.type !== "rubric") return [];
    const { criteria, dimension } = read.data;
    const id = `check-${index + 1}`;
    return [
      {
        id,
        version: 1,
        name: `Check ${index + 1} of the case`,
        dimension,
        threshold: 1,
        type: "judge" as const,
        criteria: [criteria],
        instructions: "",
        scale: "pass_fail" as const,
        showExpected: true,
        model: judges[0]?.model ?? null,
      },
    ];
  });
  return [...judges, ...rubrics];
}
