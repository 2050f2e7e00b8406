import { isAppError } from "@/lib/core/errors";
import { runTask } from "@/lib/core/work/run-task";
import type { TaskOptions } from "@/lib/core/work/task";
import type { ScorerConfig } from "./schema";
import { isQuickToScore, scoreAgreement, scoreAnswer, type ToScore } from "./score-answer";
import { agreementTask, scorerCpuMs, scoreTask } from "./tasks";
import type { Score, ScoredAnswer, ScoredCase } from "./types";

/** After this many scorers of one answer exceeded their time, the remaining slow ones are skipped. */
const mostEnded = 3;

const isEnded = (error: unknown) => isAppError(error) && error.code === "scorer_too_slow";

type Head = Pick<Score, "scorer" | "version" | "dimension">;

const ended = (head: Head): Score => ({
  ...head,
  state: "invalid",
  code: "scorer_too_slow",
  raw: "",
  explanation: `It took more than ${scorerCpuMs} ms of processor time and was ended, so there is no score.`,
  costUsd: 0,
});

/**
 * Scores one answer with the scorers and the checks of its case, within a budget of processor time. A scorer that
 * exceeds its budget is `invalid` and gives no number; the others still run. Throws 429 `rate_limited` and 503
 * `overloaded`.
 */
export async function score(scorers: readonly ScorerConfig[], input: ToScore, options: TaskOptions): Promise<Score[]> {
  if (isQuickToScore([...scorers, ...input.testCase.checks], input.answer)) return scoreAnswer(scorers, input);
  try {
    return await runTask(scoreTask, { scorers, input }, options);
  } catch (error) {
    if (!isEnded(error)) throw error;
    return scoreApart(scorers, input, options);
  }
}

/** One unit of scoring: a scorer, or a check of the case. */
type ScoringUnit = { head: Head; scorers: readonly ScorerConfig[]; checks: ScoredCase["checks"] };

function partsOf(scorers: readonly ScorerConfig[], { testCase: { checks } }: ToScore): ScoringUnit[] {
  return [
    ...scorers.map((config) => ({
      head: { scorer: config.id, version: config.version, dimension: config.dimension },
      scorers: [config],
      checks: [],
    })),
    ...checks.map((check, index) => {
      const dimension = (check as { dimension?: Head["dimension"] }).dimension ?? "accuracy";
      return { head: { scorer: `check-${index + 1}`, version: 1, dimension }, scorers: [], checks: [check] };
    }),
  ];
}

/** Runs each unit separately, to find the one that takes too long. */
async function scoreApart(scorers: readonly ScorerConfig[], input: ToScore, options: TaskOptions): Promise<Score[]> {
  const scores: Score[] = [];
  let endedCount = 0;
  for (const { head, ...part } of partsOf(scorers, input)) {
    const own = { ...input, testCase: { ...input.testCase, checks: part.checks } };
    const isQuick = isQuickToScore([...part.scorers, ...part.checks], input.answer);
    if (!isQuick && endedCount >= mostEnded) {
      scores.push(ended(head));
      continue;
    }
    try {
      const found = isQuick
        ? scoreAnswer(part.scorers, own)
        : await runTask(scoreTask, { scorers: part.scorers, input: own }, { ...options, cpuMs: scorerCpuMs });
      scores.push(...found.map((one) => ({ ...one, scorer: head.scorer })));
    } catch (error) {
      if (!isEnded(error)) throw error;
      endedCount++;
      scores.push(ended(head));
    }
  }
  return scores;
}

/** Scores the agreement between the answers to one case, within a budget. See `score`. */
export async function scoreAgreementWithin(
  scorers: readonly ScorerConfig[],
  answers: readonly ScoredAnswer[],
  options: TaskOptions,
): Promise<Score[]> {
  const own = scorers.filter(({ type }) => type === "agreement");
  if (own.length === 0 || answers.length < 2) return scoreAgreement(own, answers);
  try {
    return await runTask(agreementTask, { scorers: own, answers }, options);
  } catch (error) {
    if (!isEnded(error)) throw error;
    return own.map(({ id, version, dimension }) => ended({ scorer: id, version, dimension }));
  }
}
