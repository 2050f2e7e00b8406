import type { ModelFailure, ModelRequest } from "../../models/types";
import type { ModelOutcome } from "../../scorers/judge";
import type { JudgeConfig } from "../../scorers/schema";
import type { Score, ScoredAnswer } from "../../scorers/types";
import {
  type AnswerToKeep,
  type GivenAnswer,
  keepFailure,
  keepScores,
  type OpenAnswer,
  type RunToWork,
} from "../commands/work";
import type { Scoring } from "../scoring";
import { type CallContext, callWithRetries, type Outcome } from "./call-with-retries";
import { fill } from "./fill";
import { keep } from "./keep";

/** The role of a called model: the model under test, or a judge. */
export type CallRole = "answer" | "judge";

/** The state shared by the answers of one run. */
export type AnswerContext = CallContext & {
  run: RunToWork;
  scoring: Scoring;
  /** Stores an answer in a batch with others that arrive at the same time. Returns false if it was already stored. */
  keepAnswer: (answer: AnswerToKeep) => Promise<boolean>;
  /** The estimated output tokens of an answer, from the answers so far. */
  expectedOutputTokens: () => number;
  /** The maximum number of attempts of a call. 1 while all calls fail. */
  triesOf: (role: CallRole) => number | undefined;
  onSuccess: (role: CallRole) => void;
  /** Called when a call finally failed. Throws if this ends the whole run. */
  onFailure: (role: CallRole, failure: ModelFailure) => void;
  onAnswer: (answer: GivenAnswer) => void;
  onJudgement: (score: Score) => void;
};

const judgeOutputTokens = 150;

/** Gets an answer and all its scores. Returns true if the answer failed. Does not repeat stored answers and scores. */
export async function workAnswer(context: AnswerContext, open: OpenAnswer): Promise<boolean> {
  const { actor, run, scoring } = context;
  const { workspaceId } = actor;
  const judges = scoring.judgesOf(open.testCase);
  const filled = fill(run.content, run.model, open.testCase);
  const request = "request" in filled ? filled.request : undefined;
  let { scores } = open;
  let answer: ScoredAnswer = { output: open.output ?? "", toolCalls: open.toolCalls };
  if (!open.isAnswered) {
    if (!("request" in filled)) {
      await keep(() => keepFailure(workspaceId, open.id, { ...filled, attempts: open.attempts }));
      return true;
    }
    const outcome = await call(context, "answer", filled.request);
    if ("type" in outcome) {
      const { code, message, attempts } = outcome;
      await keep(() => keepFailure(workspaceId, open.id, { code, message, attempts }));
      return true;
    }
    answer = outcome;
    const ruled = await scoring.score(outcome, open.testCase);
    scores = ruled;
    const isScored = judges.length === 0;
    const isKept = await keep(() => context.keepAnswer({ id: open.id, answer: outcome, scores: ruled, isScored }));
    context.onAnswer(outcome);
    if (!isKept) return false;
  }
  const missing = judges.filter(({ id }) => !scores.some(({ scorer }) => scorer === id));
  for (const [index, config] of missing.entries()) {
    const score = await judge(context, config, { answer, testCase: open.testCase, request });
    await keep(() => keepScores(workspaceId, open.id, { scores: [score], isLast: index === missing.length - 1 }));
    context.onJudgement(score);
  }
  if (open.isAnswered && missing.length === 0)
    await keep(() => keepScores(workspaceId, open.id, { scores: [], isLast: true }));
  return false;
}

async function call(context: AnswerContext, role: CallRole, request: ModelRequest): Promise<Outcome> {
  const outputTokens = role === "judge" ? judgeOutputTokens : context.expectedOutputTokens();
  const outcome = await callWithRetries(context, request, { most: context.triesOf(role), outputTokens });
  if ("type" in outcome) context.onFailure(role, outcome);
  else context.onSuccess(role);
  return outcome;
}

function judge(
  context: AnswerContext,
  config: JudgeConfig,
  judged: { answer: ScoredAnswer; testCase: OpenAnswer["testCase"]; request: ModelRequest | undefined },
): Promise<Score> {
  const { signal, scoring } = context;
  const callJudge = async (request: ModelRequest): Promise<ModelOutcome> => {
    const outcome = await call(context, "judge", request);
    if ("type" in outcome) return { text: "", end: outcome };
    const { output, toolCalls: _, attempts: __, ...finish } = outcome;
    return { text: output, end: { type: "finished", ...finish } };
  };
  return scoring.judge(config, judged, { signal, call: callJudge });
}
