import { z } from "zod";
import type { EvaluationAnswer, EvaluationResult, TestCase } from "@/lib/core/generated/prisma/client";
import { count } from "@/lib/core/view-fields";
import { caseTitle } from "@/lib/registry/gate/case-title";
import { eachDimension } from "../each-dimension";
import { type AnswerView, answerView } from "../runs/answer-view";
import type { Score } from "../scorers/types";
import { caseView, toCaseView } from "../suites/views";
import { caseVerdicts } from "./changes";
import { compareCase } from "./comparison";

const measure = z.number().nullable();

/** The result of one case in one run. */
const caseResult = z
  .strictObject({
    scores: eachDimension(z.number().min(0).max(1).nullable()).meta({
      description: "The share of the case's answers that pass, by dimension; null if not measured.",
    }),
    passed: eachDimension(z.boolean().nullable()).meta({ description: "Whether most of the answers pass." }),
    answers: count,
    failed: count.meta({ description: "The number of answers that failed with an error." }),
    invalid: count.meta({
      description: "The number of judgements without a usable answer. They never count as scores.",
    }),
    latencyMs: measure,
    costUsd: measure,
  })
  .meta({ id: "CaseResult" });
export type CaseResult = z.output<typeof caseResult>;

const change = z.enum(caseVerdicts).nullable().meta({
  description: "The change of the case. `new` and `gone`: measured in only one of the two runs; null if in neither.",
});
const head = {
  key: z.string(),
  position: count.meta({ description: "The position of the case in the suite, from 1." }),
  title: z.string(),
  tags: z.array(z.string()),
  verdict: z.enum(caseVerdicts),
  changes: eachDimension(change),
  isEdited: z
    .boolean()
    .meta({ description: "Whether the case was edited between the two runs, so that their inputs differ." }),
};

/** One case of a run in a list, with its change against the baseline. */
export const comparedCase = z
  .strictObject({ ...head, result: caseResult, baseline: caseResult.nullable() })
  .meta({ id: "ComparedCase" });
export type ComparedCase = z.output<typeof comparedCase>;

export type ComparedRow = {
  key: string;
  position: number;
  test: TestCase;
  now: EvaluationResult;
  before: EvaluationResult | null;
};

/** Converts a row of evaluation_results to the view of pages and API. */
export function toCaseResult(row: EvaluationResult): CaseResult {
  const { accuracy, format, safety, consistency, answers, failed, invalid, latencyMs, costUsd } = row;
  return {
    scores: { accuracy, format, safety, consistency },
    passed: {
      accuracy: row.accuracyOk,
      format: row.formatOk,
      safety: row.safetyOk,
      consistency: row.consistencyOk,
    },
    answers,
    failed,
    invalid,
    latencyMs,
    costUsd,
  };
}

/** Returns a list row: a case with its results in both runs. */
export function toComparedCase({ key, position, test, now, before }: ComparedRow): ComparedCase {
  const [result, baseline] = [toCaseResult(now), before && toCaseResult(before)];
  const { verdict, changes } = compareCase(result, baseline);
  const { name, variables, placeholders, tags } = toCaseView(test);
  const isEdited = before !== null && before.caseId !== now.caseId;
  return {
    key,
    position,
    title: caseTitle({ name, variables, placeholders }),
    tags,
    verdict,
    changes,
    result,
    baseline,
    isEdited,
  };
}

/** The results of one run for a case, with the answer of every repeat. */
const side = z
  .strictObject({
    run: z.strictObject({ id: z.string(), version: z.int(), repeats: z.int() }),
    result: caseResult.nullable().meta({ description: "The result; null until the case is finished." }),
    answers: z.array(answerView),
  })
  .meta({ id: "CaseSide" });
export type CaseSide = z.output<typeof side>;

/** One case with all its answers and scores. `case` is the content that this run used. */
export const comparedCaseDetail = z
  .strictObject({ ...head, case: caseView, now: side, baseline: side.nullable() })
  .meta({ id: "ComparedCaseDetail" });
export type ComparedCaseDetail = z.output<typeof comparedCaseDetail>;

/** Converts a row of evaluation_answers to the view of pages and API. Its JSON was written by the engine. */
export function toAnswerView(row: EvaluationAnswer): AnswerView {
  const { repeat, output, latencyMs, ttftMs, inputTokens, outputTokens, costUsd } = row;
  return {
    repeat,
    output,
    latencyMs,
    ttftMs,
    inputTokens,
    outputTokens,
    costUsd,
    toolCalls: (row.toolCalls ?? []) as AnswerView["toolCalls"],
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    scores: row.scores as Score[],
  };
}
