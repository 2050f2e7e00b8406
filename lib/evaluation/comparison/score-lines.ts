import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { AnswerView } from "../runs/answer-view";
import type { ScorerConfig } from "../scorers/schema";
import type { Score } from "../scorers/types";
import type { CaseSide } from "./views";

/** One scorer's result for one answer, as a line. */
export type ScoreLine = {
  id: string;
  dimension: Dimension;
  state: "passed" | "failed" | "invalid" | "skipped";
  explanation: string;
  /** The name of the scorer, with its value if that is more than yes or no. */
  by: string;
  /** The raw reply of a judge if it is not a valid judgement, else empty. */
  raw: string;
  /** The value in the baseline, if it differs. */
  before: string | null;
};

type Scorers = readonly Pick<ScorerConfig, "id" | "type" | "name">[];

const stateOf = (score: Score) => (score.state === "scored" ? (score.passed ? "passed" : "failed") : score.state);
const words = { passed: "passed", failed: "failed", invalid: "was not judged", skipped: "was skipped" } as const;

function nameOf(score: Score, scorers: Scorers): string {
  const found = scorers.find(({ id }) => id === score.scorer);
  const name = found?.name ?? score.scorer;
  if (score.state !== "scored") return name;
  const isYesOrNo = score.value === 0 || score.value === 1;
  return isYesOrNo && found?.type !== "judge" ? name : `${name}, ${score.value.toFixed(2)}`;
}

/** Returns whether an answer has no error and no failed score. Pure. */
export const isGood = ({ error, scores }: AnswerView) =>
  error === null && scores.every((score) => score.state !== "scored" || score.passed);

/** Returns the scores of one answer: failed ones first, then by dimension. Agreement over all repeats is last. Pure. */
export function scoreLines(now: CaseSide, before: CaseSide | null, repeat: number, scorers: Scorers): ScoreLine[] {
  const of = (side: CaseSide | null) => side?.answers.find((one) => one.repeat === repeat)?.scores ?? [];
  const own = of(now).map((score): ScoreLine => {
    const state = stateOf(score);
    const other = of(before).find(({ scorer, dimension }) => scorer === score.scorer && dimension === score.dimension);
    const was =
      other && stateOf(other) !== state
        ? `v${before?.run.version} ${words[stateOf(other)]}: ${other.explanation}`
        : null;
    return {
      id: `${score.dimension} ${score.scorer}`,
      dimension: score.dimension,
      state,
      explanation: score.explanation,
      by: nameOf(score, scorers),
      raw: score.state === "invalid" ? score.raw : "",
      before: was,
    };
  });
  const rank = ({ state, dimension }: ScoreLine) => (state === "failed" ? 0 : 10) + dimensions.indexOf(dimension);
  return [...own.toSorted((one, other) => rank(one) - rank(other)), ...agreement(now, before)];
}

function agreement(now: CaseSide, before: CaseSide | null): ScoreLine[] {
  const value = now.result?.scores.consistency ?? null;
  const passed = now.result?.passed.consistency ?? null;
  if (value === null || passed === null || now.answers.some(({ scores }) => scores.some(isAgreement))) return [];
  const was = before?.result?.scores.consistency ?? null;
  const count = now.answers.length;
  return [
    {
      id: "consistency",
      dimension: "consistency",
      state: passed ? "passed" : "failed",
      raw: "",
      explanation: passed ? `${count} answers agree.` : `${count} answers do not agree with each other.`,
      by: `Agreement, ${value.toFixed(2)}`,
      before: was !== null && was.toFixed(2) !== value.toFixed(2) ? `v${before?.run.version} ${was.toFixed(2)}` : null,
    },
  ];
}

const isAgreement = ({ dimension }: Score) => dimension === "consistency";
