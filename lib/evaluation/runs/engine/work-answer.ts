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

/** Who is called: the model under test, or a judge. */
export type CallRole = "answer" | "judge";

/** What the answers of one run share. */
export type AnswerContext = CallContext & {
  run: RunToWork;
  scoring: Scoring;
  /** Keeps an answer, together with others that come in the same moment; false: there was one already. */
  keepAnswer: (answer: AnswerToKeep) => Promise<boolean>;
  /** Tokens of an answer, about, from those that came. */
  expectedOutputTokens: () => number;
  /** How often a call is tried: once only while nothing gets through. */
  triesOf: (role: CallRole) => number | undefined;
  onSuccess: (role: CallRole) => void;
  /** A call failed for good; throws when the whole run ends with it. */
  onFailure: (role: CallRole, failure: ModelFailure) => void;
  onAnswer: (answer: GivenAnswer) => void;
  onJudgement: (score: Score) => void;
};

const judgeOutputTokens = 150;

/** Gets an answer and everything said of it; true when it failed. What was there before is neither asked nor judged again. */
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
