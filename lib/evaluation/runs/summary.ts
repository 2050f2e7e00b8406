import { tQuantile } from "@/lib/experiments/statistics/distributions";
import { wilson } from "@/lib/experiments/statistics/proportions";
import { summarize } from "@/lib/experiments/statistics/summary";
import { type ByDimension, type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import { mostUnusable } from "@/lib/registry/gate/judge-version";
import type { Score } from "../scorers/types";
import type { DimensionResult } from "./types";

/** One answer, with the fields that a summary needs. */
export type SummedAnswer = {
  isFailed: boolean;
  scores: readonly Score[];
  latencyMs: number | null;
  costUsd: number | null;
};

/** The results of one case over its repeats. Null: not measured. */
export type CaseSummary = ByDimension<{ value: number; isOk: boolean } | null> & {
  answers: number;
  failed: number;
  judgements: number;
  invalid: number;
  latencyMs: number | null;
  costUsd: number | null;
};

const confidence = 0.95;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const nonNull = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** Whether every scorer of the dimension passed. Null if none gave a value, for example only invalid judgements. */
function passes(scores: readonly Score[], dimension: Dimension): boolean | null {
  const valid = scores.filter((score) => score.dimension === dimension && score.state === "scored");
  return valid.length === 0 ? null : valid.every((score) => score.state === "scored" && score.passed);
}

/** The share of passed answers among those with a valid score. The case passes if it is more than half. */
function share(answers: readonly SummedAnswer[], dimension: Dimension) {
  const passed = answers.map(({ scores }) => passes(scores, dimension)).filter((passed) => passed !== null);
  if (passed.length === 0) return null;
  const value = passed.filter(Boolean).length / passed.length;
  return { value, isOk: value > 0.5 };
}

/** The agreement between the answers of a case: the mean of its agreement scorers. */
function agreement(scores: readonly Score[]) {
  const valid = scores.flatMap((score) => (score.state === "scored" ? [score] : []));
  if (valid.length === 0) return null;
  return { value: mean(valid.map(({ value }) => value)), isOk: valid.every(({ passed }) => passed) };
}

/**
 * Summarizes the answers of one case. Failed answers and invalid judgements are counted separately and never as a
 * score. `isJudge` tells whether a scorer's id is a judge; `agreements` are the scores over all repeats.
 */
export function summarizeCase(
  answers: readonly SummedAnswer[],
  agreements: readonly Score[],
  isJudge: (scorer: string) => boolean,
): CaseSummary {
  const answered = answers.filter(({ isFailed }) => !isFailed);
  const judged = answered.flatMap(({ scores }) =>
    scores.filter(({ scorer, state }) => isJudge(scorer) && state !== "skipped"),
  );
  const latencies = nonNull(answered.map(({ latencyMs }) => latencyMs));
  const costs = answered.map(({ costUsd, scores }) =>
    costUsd === null || scores.some((score) => score.costUsd === null)
      ? null
      : costUsd + scores.reduce((sum, score) => sum + (score.costUsd ?? 0), 0),
  );
  return {
    accuracy: share(answered, "accuracy"),
    format: share(answered, "format"),
    safety: share(answered, "safety"),
    consistency: agreement(agreements),
    answers: answers.length,
    failed: answers.length - answered.length,
    judgements: judged.length,
    invalid: judged.filter(({ state }) => state === "invalid").length,
    latencyMs: latencies.length > 0 ? mean(latencies) : null,
    costUsd:
      costs.length > 0 && nonNull(costs).length === costs.length
        ? nonNull(costs).reduce((sum, cost) => sum + cost, 0)
        : null,
  };
}

/**
 * The mean of the cases' values with a 95 % interval over cases: Student's t on the values, or Wilson's score interval
 * if all are equal. Null for a dimension that no case has.
 */
export function summarizeRun(
  cases: readonly ByDimension<CaseSummary[Dimension]>[],
): ByDimension<DimensionResult | null> {
  const result = (dimension: Dimension): DimensionResult | null => {
    const measured = cases.flatMap((one) => one[dimension] ?? []);
    if (measured.length === 0) return null;
    const values = measured.map(({ value }) => value);
    const { n, sd } = summarize(values);
    const score = mean(values); // a sum of ones stays exact, unlike a running mean
    const half = sd > 0 ? (tQuantile(0.5 + confidence / 2, n - 1) * sd) / Math.sqrt(n) : 0;
    const interval: [number, number] =
      sd > 0
        ? [Math.max(0, score - half), Math.min(1, score + half)]
        : wilson({ successes: score * n, total: n }, confidence);
    return { score, interval, cases: n, passed: measured.filter(({ isOk }) => isOk).length };
  };
  return Object.fromEntries(
    dimensions.map((dimension) => [dimension, result(dimension)]),
  ) as ByDimension<DimensionResult | null>;
}

const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;

type JudgementCounts = { judgements: number; invalidJudgements: number; total: number; failed: number };

/** Returns the sentence that says why the results of a finished run are not valid, or null if they are valid. */
export function inconclusiveReason({ judgements, invalidJudgements, total, failed }: JudgementCounts): string | null {
  if (failed > total * mostUnusable)
    return `${failed} of ${total} answers failed (${percent(failed, total)}). With more than 10 %, the results are not reliable.`;
  if (invalidJudgements > judgements * mostUnusable)
    return `${invalidJudgements} of ${judgements} judgements gave no usable answer (${percent(invalidJudgements, judgements)}). With more than 10 %, the scores are not reliable.`;
  return null;
}
