import type { Actor } from "@/lib/auth/actor";
import type { ModelRef } from "@/lib/template/content";
import { listModelOptions } from "../models/queries";
import { streamModel } from "../models/stream";
import { type ModelFailure, type ModelFinish, type ModelRequest, offlineModel } from "../models/types";
import { type ReadPair, readJudgement, readPair } from "./judge-answer";
import { judgeOf, judgeWarning } from "./judge-choice";
import { answerOf, judgeRequest, pairRequest, scaleBounds } from "./judge-prompt";
import type { JudgeConfig } from "./schema";
import type { Score, ScoredAnswer, ScoredCase } from "./types";
import { clip } from "./wording";

/** How a model call ended, with its whole text. */
export type ModelOutcome = { text: string; end: ModelFinish | ModelFailure };
/** Calls a model, with or without retries. */
export type CallModel = (request: ModelRequest) => Promise<ModelOutcome>;

type Options = {
  signal: AbortSignal;
  /** Replaces the default of one call, for example to add retries and limits. */
  call?: CallModel;
};

/** An answer to judge, with what it answers. */
export type JudgeInput = { testCase: ScoredCase; answer: ScoredAnswer; request: ModelRequest | undefined };

type JudgedCase = {
  testCase: Pick<ScoredCase, "variables" | "expected">;
  /** What the model under test was asked. Without it the judge sees the values of the case. */
  request?: (Pick<ModelRequest, "messages"> & Partial<ModelRef>) | undefined;
  /** The model under test, if the request lacks it. The explanation mentions a judge of the same family. */
  modelUnderTest?: ModelRef | null | undefined;
};

const maxRaw = 2_000;
const raw = (text: string) => text.slice(0, maxRaw).replaceAll(/[\0\p{Surrogate}]/gu, "\u{FFFD}");

/** Makes one call and reads its whole answer. */
async function callOnce(actor: Actor, request: ModelRequest, signal: AbortSignal): Promise<ModelOutcome> {
  let text = "";
  for await (const event of streamModel(actor, request, { signal })) {
    if (event.type === "text") text += event.text;
    if (event.type === "finished" || event.type === "failed") return { text, end: event };
  }
  throw new Error("A model's stream ended without its last event.");
}

type Judgement<T> =
  | { ok: true; read: T; costUsd: number | null }
  | { ok: false; code: "judge_invalid_output" | "judge_unavailable"; why: string; raw: string; costUsd: number | null };

/** Asks the judge and parses its answer. Throws the reason of the signal if the call was aborted. */
async function ask<T extends { ok: true }>(
  request: ModelRequest,
  call: CallModel,
  signal: AbortSignal,
  read: (text: string) => T | { ok: false; why: string },
): Promise<Judgement<T>> {
  const { text, end } = await call(request);
  if (end.type === "failed") {
    signal.throwIfAborted();
    // A refused request is free. The cost of an interrupted call is unknown.
    const costUsd = text === "" && end.status !== null && end.status >= 400 ? 0 : null;
    return { ok: false, code: "judge_unavailable", why: end.message, raw: raw(text), costUsd };
  }
  const { costUsd, finishReason } = end;
  const verdict = finishReason === "length" ? { ok: false as const, why: "its verdict was cut off" } : read(text);
  return verdict.ok
    ? { ok: true, read: verdict, costUsd }
    : { ok: false, code: "judge_invalid_output", why: verdict.why, raw: raw(text), costUsd };
}

async function modelOf(
  actor: Actor,
  judge: JudgeConfig,
  { request, modelUnderTest: reportedModel = null }: JudgedCase,
) {
  const { provider, name } = request ?? {};
  const modelUnderTest = provider && name ? { provider, name } : reportedModel;
  if (judge.model) return { model: judge.model, warning: judgeWarning(judge.model, modelUnderTest) };
  return judgeOf(judge, await listModelOptions(actor), modelUnderTest);
}

const ended = (text: string) => (/[.!?”]$/.test(text) ? text : `${text}.`);
const explanationOf = (judge: JudgeConfig, { score, rationale }: { score: number; rationale: string }) =>
  judge.scale === "pass_fail"
    ? `${score === 1 ? "Pass" : "Fail"}: ${ended(clip(rationale, 600))}`
    : `${score} of ${scaleBounds[judge.scale][1]}: ${ended(clip(rationale, 600))}`;

/**
 * Judges one answer once. An unreadable verdict is `judge_invalid_output`; a failed call is `judge_unavailable`. Both
 * are counted separately and never as a score. Throws if the signal aborts it, or if the actor lacks permission.
 */
export async function judgeAnswer(
  actor: Actor,
  judge: JudgeConfig,
  { testCase, answer, request, modelUnderTest }: JudgedCase & { answer: ScoredAnswer },
  { signal, call = (one) => callOnce(actor, one, signal) }: Options,
): Promise<Score> {
  const { model, warning } = await modelOf(actor, judge, { testCase, request, modelUnderTest });
  const text = answerOf(answer);
  const judgeCall = judgeRequest(judge, model, { testCase, request }, text);
  const found = await ask(judgeCall, call, signal, (words) => readJudgement(words, judge.scale, text));
  const head = { scorer: judge.id, version: judge.version, dimension: judge.dimension, costUsd: found.costUsd };
  // The offline judge states in its own rationale that it is offline.
  const note = warning && model.provider !== offlineModel.provider ? ` ${warning}` : "";
  if (!found.ok) {
    const what =
      found.code === "judge_unavailable" ? "The judge could not be asked" : "The judge gave no usable verdict";
    return { ...head, state: "invalid", code: found.code, raw: found.raw, explanation: `${what}: ${ended(found.why)}` };
  }
  const { value } = found.read;
  const passed = value >= judge.threshold - 1e-9;
  return { ...head, state: "scored", value, passed, explanation: `${explanationOf(judge, found.read)}${note}` };
}

/** Which of two answers is better. Null: the judge gave no valid verdict. */
export type PairJudgement = {
  winner: "a" | "b" | "tie" | null;
  explanation: string;
  /** US dollars. Null: unknown. */
  costUsd: number | null;
  judge: ModelRef;
};

/**
 * Asks which of two answers is better, once in each order, because judges prefer the first one. If the two verdicts
 * differ, the result is a tie.
 */
export async function judgePair(
  actor: Actor,
  judge: JudgeConfig,
  {
    testCase,
    answerA,
    answerB,
    request,
    modelUnderTest,
  }: JudgedCase & { answerA: ScoredAnswer; answerB: ScoredAnswer },
  { signal, call = (one) => callOnce(actor, one, signal) }: Options,
): Promise<PairJudgement> {
  const { model, warning } = await modelOf(actor, judge, { testCase, request, modelUnderTest });
  const [a, b] = [answerOf(answerA), answerOf(answerB)];
  const judged = { testCase, request };
  const inOrder = (pair: readonly [string, string]) =>
    ask(pairRequest(judge, model, judged, pair), call, signal, (text) => readPair(text, pair));
  const [there, back] = await Promise.all([inOrder([a, b]), inOrder([b, a])]);
  const costUsd = there.costUsd === null || back.costUsd === null ? null : there.costUsd + back.costUsd;
  const verdict = (winner: PairJudgement["winner"], explanation: string): PairJudgement => ({
    winner,
    costUsd,
    judge: model,
    explanation: `${ended(explanation)}${warning ? ` ${warning}` : ""}`,
  });
  const failed = [there, back].find((one) => !one.ok);
  if (failed && !failed.ok) return verdict(null, `The judge gave no usable verdict: ${failed.why}`);
  const pick = (one: typeof there, names: { first: "a" | "b"; second: "a" | "b" }) => {
    const read = (one as { read: Extract<ReadPair, { ok: true }> }).read;
    return {
      winner: read.better === "tie" ? ("tie" as const) : names[read.better],
      rationale: clip(read.rationale, 600),
    };
  };
  const first = pick(there, { first: "a", second: "b" });
  const second = pick(back, { first: "b", second: "a" });
  if (first.winner === second.winner) return verdict(first.winner, first.rationale);
  return verdict("tie", "The judge changes its mind when the answers change places, so neither is clearly better");
}
