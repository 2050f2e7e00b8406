import { defineScorerForm } from "../form-fields";
import { type JudgeScale, judgeScaleLabels } from "../judge-scales";

export const judgeForm = defineScorerForm({
  type: "judge",
  label: "Judge",
  help: "Another model reads the answer and scores it by your criteria.",
  dimensions: ["accuracy", "safety"],
  rank: 1,
  hasDegrees: ({ scale }: { scale: JudgeScale }) => scale !== "pass_fail",
  start: { criteria: [""], instructions: "", scale: "1-5", showExpected: true, model: null, threshold: 0.7 },
  fields: "judge",
  summary: ({ criteria, scale }: { criteria: readonly string[]; scale: JudgeScale }) =>
    `${criteria.length === 1 ? "1 criterion" : `${criteria.length} criteria`}, scored ${judgeScaleLabels[scale]}`,
});
