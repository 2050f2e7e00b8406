import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAct } from "@/lib/auth/commands/record-read";
import { notFound } from "@/lib/core/errors";
import { takeRun } from "../../playground/limits";
import type { ComparePairInput } from "../command-schema";
import { judgePair, type PairJudgement } from "../judge";
import { getScoredCase, loadScorers } from "../queries";
import { type JudgeConfig, scorerConfig } from "../schema";

const deadlineMs = 120_000;

const anyJudge = () =>
  scorerConfig.parse({
    id: "better",
    name: "Better answer",
    type: "judge",
    criteria: ["It is right and does what was asked.", "It is complete, clear and no longer than it needs to be."],
  }) as JudgeConfig;

/**
 * Compares two answers to a case with a judge of the suite (its first one, or else a default judge), asked once in each
 * order. Stores nothing.
 */
export async function comparePair(actor: Actor, input: ComparePairInput): Promise<PairJudgement> {
  authorize(actor, "evaluation:run");
  const { id, answerA, answerB } = input;
  const [{ name, scorers, model }, testCase] = await Promise.all([loadScorers(actor, id), getScoredCase(actor, input)]);
  const judges = scorers.filter((config) => config.type === "judge");
  const named = input.judge === undefined ? (judges[0] ?? anyJudge()) : judges.find((one) => one.id === input.judge);
  if (!named) throw notFound(`The judge ${input.judge}`);
  const ended = takeRun(actor);
  try {
    const toAnswer = (output: string) => ({ output, toolCalls: [] });
    const pair = { answerA: toAnswer(answerA), answerB: toAnswer(answerB) };
    const judgedPair = { testCase, modelUnderTest: model, ...pair };
    await recordAct(actor, "suite.ask-judges", { id, name }, { judges: [named.id], comparesAnswers: true });
    return await judgePair(actor, named, judgedPair, { signal: AbortSignal.timeout(deadlineMs) });
  } finally {
    ended();
  }
}
