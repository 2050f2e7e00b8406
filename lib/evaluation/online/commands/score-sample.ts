import { transaction } from "@/lib/core/db";
import { fill, inputTokensOf } from "../../runs/engine/fill";
import { storable } from "../../runs/storable";
import { type JudgeInput, judgeAnswer } from "../../scorers/judge";
import { answerOf, judgeRequest } from "../../scorers/judge-prompt";
import type { ScorerConfig } from "../../scorers/schema";
import { score } from "../../scorers/score";
import type { Score } from "../../scorers/types";
import { toAnswer, toCase } from "../live-case";
import { metricOf, type NamedJudge, seriesLabel, seriesOf } from "../series";
import { callJudge, type JudgeContext } from "./call-judge";
import { closeSample, type Sample } from "./claim-samples";
import { keepScores, type LiveScore } from "./keep-scores";
import type { ScoringPlan } from "./load-plans";
import { reserve, settle } from "./spend";

/** The number of attempts for a sample before its judges are given up. */
const maxAttempts = 5;
const judgeOutputTokens = 150;

/** The outcome of a sample: judgements made, those without a verdict, those skipped because of the budget. */
export type Scored = { judged: number; invalid: number; unaffordable: number; withoutText: number };

const isJudge = (config: ScorerConfig): config is NamedJudge => config.type === "judge" && config.model !== null;
const modelOf = (config: ScorerConfig) => (config.type === "judge" ? config.model : null);

function toLive(config: ScorerConfig, score: Score): LiveScore {
  const model = modelOf(config);
  const isScored = score.state === "scored";
  return {
    metric: metricOf(config),
    series: seriesOf(config, model),
    label: seriesLabel(config, model),
    scorer: config,
    value: isScored ? score.value : null,
    passed: isScored ? score.passed : null,
    explanation: storable(score.explanation),
    costUsd: score.costUsd,
  };
}

/**
 * Adds all missing scores of a sample: first the rules, then judge by judge. Each score is stored immediately, so that
 * after a crash another process repeats only the call that was in progress. Throws if the signal aborts.
 */
export async function scoreSample(
  context: JudgeContext,
  sample: Sample,
  plan: ScoringPlan | undefined,
): Promise<Scored> {
  const counts: Scored = { judged: 0, invalid: 0, unaffordable: 0, withoutText: 0 };
  const { output } = sample;
  const hasText = output !== null && output !== undefined;
  if (!plan || !hasText) {
    await closeSample(sample, { hasText });
    return { ...counts, withoutText: hasText ? 0 : 1 };
  }
  const { scorers, content, place } = plan;
  const testCase = toCase(sample.input);
  const answer = toAnswer(output);
  const isOpen = (config: ScorerConfig) =>
    !sample.done.some(
      ({ metric, series }) => metric === metricOf(config) && series === seriesOf(config, modelOf(config)),
    );
  const open = scorers.filter(isOpen);
  const judges = open.filter(isJudge);
  const { workspaceId } = context.actor;
  const scoreInput = { answer, testCase, responseSchema: content.responseSchema };
  const ruled = (await score(open, scoreInput, { workspaceId, asker: "job" })).flatMap((one) => {
    const config = open.find(({ id }) => id === one.scorer);
    // A scorer that cannot measure this answer has no score.
    return config && one.state !== "skipped" ? [toLive(config, one)] : [];
  });
  await transaction((tx) => keepScores(tx, sample, { scores: ruled, isLast: judges.length === 0, place }));
  const filled = content.model
    ? fill(content, content.model, { variables: testCase.variables, placeholders: {} })
    : { request: undefined };
  const judgeInput: JudgeInput = { testCase, answer, request: "request" in filled ? filled.request : undefined };
  for (const [index, config] of judges.entries()) {
    const isLast = index === judges.length - 1;
    const judgement = await judge(context, sample, { plan, config, input: judgeInput, isLast });
    if (judgement === "unaffordable") counts.unaffordable++;
    else counts.judged++;
    if (judgement === "invalid") counts.invalid++;
  }
  return counts;
}

async function judge(
  context: JudgeContext,
  sample: Sample,
  { plan, config, input, isLast }: { plan: ScoringPlan; config: NamedJudge; input: JudgeInput; isLast: boolean },
): Promise<Score["state"] | "unaffordable"> {
  const { place, budgetUsd } = plan;
  const head = { scorer: config.id, version: config.version, dimension: config.dimension };
  if (sample.attempts > maxAttempts) {
    const explanation = `The judge could not be asked: it timed out ${maxAttempts} times.`;
    const gone: Score = { ...head, state: "invalid", code: "judge_unavailable", raw: "", explanation, costUsd: 0 };
    await transaction((tx) => keepScores(tx, sample, { scores: [toLive(config, gone)], isLast, place }));
    return "invalid";
  }
  const { testCase, answer, request } = input;
  const judgeCall = judgeRequest(config, config.model, { testCase, request }, answerOf(answer));
  const estimateUsd = context.providers.estimate(config.model, inputTokensOf(judgeCall), judgeOutputTokens);
  const reservation = await reserve(sample, { estimateUsd, budgetUsd, place });
  if (!reservation) {
    await transaction((tx) => keepScores(tx, sample, { scores: [], isLast, place }));
    return "unaffordable";
  }
  const caller = callJudge(context, judgeOutputTokens);
  const modelUnderTest = plan.content.model ?? null;
  const score = await judgeAnswer(
    context.actor,
    config,
    { testCase, answer, request, modelUnderTest },
    { signal: context.signal, call: caller.call },
  );
  // A call without reported token usage is charged at the estimate. If the price is unknown, the cost is null.
  const costUsd = score.costUsd ?? (estimateUsd === null ? null : caller.spentUsd());
  const isInvalid = score.state === "invalid";
  await transaction(async (tx) => {
    await keepScores(tx, sample, { scores: [toLive(config, { ...score, costUsd })], isLast, place });
    await settle(tx, sample, reservation, { costUsd, isInvalid });
  });
  return score.state;
}
