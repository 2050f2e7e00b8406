/** The scales of judges. Every score is mapped to 0 to 1. */
export const judgeScales = ["pass_fail", "1-5", "0-10", "0-1"] as const;
export type JudgeScale = (typeof judgeScales)[number];

/** The label of each scale. */
export const judgeScaleLabels: Record<JudgeScale, string> = {
  pass_fail: "pass or fail",
  "1-5": "1 to 5",
  "0-10": "0 to 10",
  "0-1": "0 to 1",
};
