import type { EvaluationAnswer, EvaluationResult, TestCase } from "@/lib/core/generated/prisma/client";
import { caseTitle } from "@/lib/registry/gate/case-title";
import type { ByDimension } from "@/lib/registry/gate/dimensions";
import type { AnswerView } from "../runs/types";
import type { Score } from "../scorers/types";
import { type CaseView, toCaseView } from "../suites/views";
import { type CaseChange, type CaseMarks, compareCase, type DimensionChange } from "./comparison";

/** What one run got for one case. */
export type CaseResult = CaseMarks & {
  answers: number;
  /** Answers that never came, and judgements without a usable answer. */
  failed: number;
  invalid: number;
  latencyMs: number | null;
  costUsd: number | null;
};

/** One case of a run, in a list: what became of it against the baseline. */
export type ComparedCase = {
  key: string;
  /** Its place in the set, from 1. */
  position: number;
  title: string;
  tags: string[];
  verdict: CaseChange;
  changes: ByDimension<DimensionChange>;
  result: CaseResult;
  baseline: CaseResult | null;
  /** The case was replaced by an edited one between the two runs: they were not asked the same. */
  isEdited: boolean;
};

export type ComparedRow = {
  key: string;
  position: number;
  test: TestCase;
  now: EvaluationResult;
  before: EvaluationResult | null;
};

/** A row of evaluation_results as pages and API show it. */
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

/** A case with its results in both runs, as a list shows it. */
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

/** What one of the runs made of a case: every repeat's answer. */
export type CaseSide = {
  run: { id: string; version: number; repeats: number };
  /** Null while it is not finished with this case. */
  result: CaseResult | null;
  answers: AnswerView[];
};

/** One case with everything that was said to it and of it. */
export type ComparedCaseDetail = Pick<ComparedCase, "key" | "position" | "title" | "tags" | "isEdited"> & {
  verdict: CaseChange;
  changes: ByDimension<DimensionChange>;
  /** The case as this run asked it. */
  case: CaseView;
  now: CaseSide;
  baseline: CaseSide | null;
};

/** A row of evaluation_answers as pages and API show it; its JSON was written by the engine. */
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
