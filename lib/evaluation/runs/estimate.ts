/** What is known of a run while it works. */
type Progressing = { done: number; total: number; startedAt: Date | null; finishedAt: Date | null };

/** Seconds until the run is done, about, from its pace so far; null before there is one, 0 when it has ended. Pure. */
export function secondsLeft({ done, total, startedAt, finishedAt }: Progressing, now: number): number | null {
  if (finishedAt !== null || done >= total) return 0;
  if (startedAt === null || done === 0) return null;
  const perAnswer = Math.max(0, now - startedAt.getTime()) / done;
  return Math.ceil((perAnswer * (total - done)) / 1_000);
}

/** What the whole run will have cost, about: from what its answers cost so far, else as it was estimated. Pure. */
export function expectedCost(run: {
  done: number;
  total: number;
  costUsd: number;
  isCostKnown: boolean;
  estimatedCostUsd: number | null;
}): number | null {
  const { done, total, costUsd, isCostKnown, estimatedCostUsd } = run;
  if (!isCostKnown) return null;
  return done >= Math.min(total, 5) && done > 0 ? (costUsd / done) * total : estimatedCostUsd;
}

/** Tokens and calls of a run before it begins. */
export type Planned = {
  answers: number;
  /** Tokens sent and answered for one answer, about. */
  inputTokens: number;
  outputTokens: number;
  /** Price of so many tokens in US dollars; null: not known. */
  priceOf: (inputTokens: number, outputTokens: number) => number | null;
  /** Judgements, by what each of them costs. */
  judges: readonly { calls: number; priceOf: (inputTokens: number, outputTokens: number) => number | null }[];
  /** Calls at once, as far as the provider's limit allows. */
  concurrency: number;
};

/** A judge reads what was asked, the answer, and its own instructions; it writes a few sentences. */
const judgeInstructionTokens = 450;
const judgeOutputTokens = 150;
/** How fast models answer, about: half a second until they begin, then so many tokens a second. */
const firstTokenSeconds = 0.5;
const tokensPerSecond = 70;

/** What a run will cost and how long it will take, about, before it has begun. Null cost: a price is not known. Pure. */
export function estimatePlan(plan: Planned): { costUsd: number | null; seconds: number } {
  const { answers, inputTokens, outputTokens, judges, concurrency } = plan;
  const judgeInput = inputTokens + outputTokens + judgeInstructionTokens;
  const each = plan.priceOf(inputTokens, outputTokens);
  const judged = judges.map(({ calls, priceOf }) => {
    const price = priceOf(judgeInput, judgeOutputTokens);
    return price === null ? null : price * calls;
  });
  const costs = [each === null ? null : each * answers, ...judged];
  const callSeconds = (tokens: number) => firstTokenSeconds + tokens / tokensPerSecond;
  const judgements = judges.reduce((sum, { calls }) => sum + calls, 0);
  const work = answers * callSeconds(outputTokens) + judgements * callSeconds(judgeOutputTokens);
  return {
    costUsd: costs.some((cost) => cost === null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    seconds: Math.ceil(work / Math.max(1, concurrency)),
  };
}

const usualOutputTokens = 250;

/** Tokens of an answer, about, before there is one: as the expected answers are, within what the model may write. Pure. */
export function likelyOutputTokens(expected: readonly number[], parameters: Record<string, unknown> = {}): number {
  const limits = ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"];
  const most = limits.map((name) => parameters[name]).find((value) => typeof value === "number") as number | undefined;
  const likely =
    expected.length > 0 ? expected.reduce((sum, tokens) => sum + tokens, 0) / expected.length : usualOutputTokens;
  return Math.max(1, Math.min(likely, most ?? Number.POSITIVE_INFINITY));
}
