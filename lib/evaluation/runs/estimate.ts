/** The progress of a run. */
type Progressing = { done: number; total: number; startedAt: Date | null; finishedAt: Date | null };

/** The estimated seconds until the run is done, from its pace. Null before there is a pace, 0 after the end. Pure. */
export function secondsLeft({ done, total, startedAt, finishedAt }: Progressing, now: number): number | null {
  if (finishedAt !== null || done >= total) return 0;
  if (startedAt === null || done === 0) return null;
  const perAnswer = Math.max(0, now - startedAt.getTime()) / done;
  return Math.ceil((perAnswer * (total - done)) / 1_000);
}

/** The expected total cost of a run: from the cost of its answers so far, or else from the estimate. Pure. */
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

/** The size of a run before it starts: tokens and calls. */
export type EstimateInput = {
  answers: number;
  /** The estimated input and output tokens of one answer. */
  inputTokens: number;
  outputTokens: number;
  /** The price of these tokens in US dollars. Null: unknown. */
  priceOf: (inputTokens: number, outputTokens: number) => number | null;
  /** The judgements, each with its number of calls and its price. */
  judges: readonly { calls: number; priceOf: (inputTokens: number, outputTokens: number) => number | null }[];
  /** Concurrent calls, within the provider's limit. */
  concurrency: number;
};

/** A judge reads the request, the answer and its own instructions, and writes a few sentences. */
const judgeInstructionTokens = 450;
const judgeOutputTokens = 150;
/** The assumed speed of models: half a second to the first token, then this many tokens per second. */
const firstTokenSeconds = 0.5;
const tokensPerSecond = 70;

/** Estimates the cost and the duration of a run before it starts. The cost is null if a price is unknown. Pure. */
export function estimatePlan(plan: EstimateInput): { costUsd: number | null; seconds: number } {
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

/** The estimated output tokens of an answer: like the expected answers, up to the limit of the parameters. Pure. */
export function likelyOutputTokens(expected: readonly number[], parameters: Record<string, unknown> = {}): number {
  const limits = ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"];
  const most = limits.map((name) => parameters[name]).find((value) => typeof value === "number") as number | undefined;
  const likely =
    expected.length > 0 ? expected.reduce((sum, tokens) => sum + tokens, 0) / expected.length : usualOutputTokens;
  return Math.max(1, Math.min(likely, most ?? Number.POSITIVE_INFINITY));
}
