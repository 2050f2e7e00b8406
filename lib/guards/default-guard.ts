import { type GuardFields, type GuardMetric, guardFields } from "./schema";

const mostScorers = 4;

/**
 * The suggested guard: the scorers of the online evaluation (at most four), finished tasks, thumbs and violations. Each
 * further metric increases the evidence that all the others need. Pure.
 */
export function defaultGuard(scorers: readonly { id: string }[]): GuardFields {
  const scored = scorers.slice(0, mostScorers).map(({ id }): GuardMetric => ({ name: `scorer:${id}`, worse: "lower" }));
  const plain: GuardMetric[] = [
    { name: "completion", worse: "lower" },
    { name: "thumbs", worse: "lower" },
    { name: "violation_rate", worse: "higher" },
  ];
  return guardFields.parse({ metrics: [...scored, ...plain] });
}
