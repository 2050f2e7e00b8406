import type { Actor } from "@/lib/auth/actor";
import type { ModelRef } from "@/lib/template/content";
import { listModelOptions } from "../models/queries";
import { judgesOf } from "../scorers/case-judges";
import { type CallModel, type JudgeInput, judgeAnswer } from "../scorers/judge";
import { chooseJudge } from "../scorers/judge-choice";
import type { JudgeConfig, ScorerConfig } from "../scorers/schema";
import { score } from "../scorers/score";
import type { Score, ScoredAnswer, ScoredCase } from "../scorers/types";

/** How the answers of a run are scored. */
export type Scoring = {
  /** Scores by rule, within a budget of processor time. */
  score: (answer: ScoredAnswer, testCase: ScoredCase) => Promise<Score[]>;
  /** The judges to ask about an answer to this case. */
  judgesOf: (testCase: ScoredCase) => JudgeConfig[];
  judge: (config: JudgeConfig, input: JudgeInput, options: { signal: AbortSignal; call: CallModel }) => Promise<Score>;
};

type ScoredRun = {
  scorers: readonly ScorerConfig[];
  model: ModelRef;
  responseSchema: Record<string, unknown> | undefined;
};

/** Creates the scoring of a run from the scorers stored with it. */
export function createScoring(actor: Actor, { scorers, model, responseSchema }: ScoredRun): Scoring {
  // A rubric in a case's checks uses the judge of the suite, or else a model that is chosen once for the run.
  let chosen: Promise<ModelRef> | undefined;
  const { workspaceId } = actor;
  const choose = async () => chooseJudge(await listModelOptions(actor), model).model;
  return {
    score: (answer, testCase) => score(scorers, { answer, testCase, responseSchema }, { workspaceId, asker: "job" }),
    judgesOf: (testCase) => judgesOf(scorers, testCase),
    async judge(config, judged, options) {
      if (config.model) return judgeAnswer(actor, config, judged, options);
      chosen ??= choose();
      return judgeAnswer(actor, { ...config, model: await chosen }, judged, options);
    },
  };
}

/**
 * Returns a function that tells by the scorer's id whether a judge gave the score: a scorer of type judge, or a check
 * of the case that uses one.
 */
export function isJudgement(scorers: readonly ScorerConfig[], checks: unknown): (scorer: string) => boolean {
  const own = (checks ?? []) as ScoredCase["checks"];
  const judges = new Set(judgesOf(scorers, { checks: own }).map(({ id }) => id));
  return (scorer) => judges.has(scorer);
}
