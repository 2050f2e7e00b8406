import { addUser, emptyArm, type MadeUser } from "@/lib/experiments/arms";
import type { RatioMetric } from "@/lib/experiments/metrics";
import { normalSample } from "@/lib/experiments/statistics";
import { type ArmTotals, type ExperimentTotals, type QuantileTotals, useSpans } from "@/lib/experiments/totals";

/** The behaviour of a version for its users. */
export type Behaviour = {
  completion: number;
  refusals?: number;
  violations?: number;
  thumbsUp?: number;
  askedAgain?: number;
  costUsd: number;
  /** The 50th and 95th percentile of the latency. */
  latencyMs?: readonly [p50: number, p95: number];
  ttftMs?: readonly [p50: number, p95: number];
};

/** One shopper in an experiment. */
export type Shopper = {
  unitId: string;
  variant: string;
  propensity: number;
  batch: number;
  exposedAt: Date;
  isInTwoArms: boolean;
  answers: number;
  completions: number;
  thumbsGiven: number;
  thumbsUp: number;
  askedAgain: number;
  refusals: number;
  violations: number;
  costUsd: number;
  /** Answers and finished tasks by the shopper's n-th use, in the order of `useSpans`. */
  useBases: number[];
  useValues: number[];
};

type TrafficOrigin = Pick<Shopper, "unitId" | "variant" | "propensity" | "batch" | "exposedAt">;

/** Returns how many of a shopper's first answers finished their task: spread evenly, with an offset by shopper. */
export function finishedBy({ unitId, answers, completions }: Finished, use: number): number {
  const shift = ([...unitId].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 997, 7) + 0.5) / 997;
  return Math.floor((use * completions) / Math.max(1, answers) + shift);
}

type Finished = Pick<Shopper, "unitId" | "answers" | "completions">;

function inOrder(one: Finished): Pick<Shopper, "useBases" | "useValues"> {
  const spans = useSpans.map(
    ({ from, to }) => [Math.min(from - 1, one.answers), Math.min(to ?? one.answers, one.answers)] as const,
  );
  return {
    useBases: spans.map(([before, last]) => last - before),
    useValues: spans.map(([before, last]) => finishedBy(one, last) - finishedBy(one, before)),
  };
}

/** Creates a shopper with this number of answers by the version's behaviour. The completion rate varies by person. */
export function shopper(place: TrafficOrigin, how: Behaviour, answersPerUser: number, random: () => number): Shopper {
  const often = (share: number, of: number) => {
    let hits = 0;
    for (let index = 0; index < of; index++) if (random() < share) hits++;
    return hits;
  };
  let answers = random() < 0.032 ? 0 : 1;
  while (answers > 0 && answers < 12 && random() < 1 - 1 / answersPerUser) answers++;
  const own = Math.min(1, Math.max(0, how.completion + 0.1 * normalSample(random)));
  const thumbsGiven = often(0.12, answers);
  let costUsd = 0;
  for (let index = 0; index < answers; index++) costUsd += how.costUsd * Math.exp(0.3 * normalSample(random) - 0.045);
  const isInTwoArms = random() < 0.0012;
  const completions = often(own, answers);
  return {
    ...place,
    isInTwoArms,
    answers,
    completions,
    thumbsGiven,
    costUsd,
    ...inOrder({ unitId: place.unitId, answers, completions }),
    thumbsUp: often(how.thumbsUp ?? 0.8, thumbsGiven),
    askedAgain: often(how.askedAgain ?? 0.09, answers),
    refusals: often(how.refusals ?? 0.004, answers),
    violations: often(how.violations ?? 0.0001, answers),
  };
}

const asUser = (one: Shopper): MadeUser => ({
  completion: [one.answers, one.completions],
  thumbs: [one.thumbsGiven, one.thumbsUp],
  regeneration_rate: [one.answers, one.askedAgain],
  refusal_rate: [one.answers, one.refusals],
  violation_rate: [one.answers, one.violations],
  cost: [one.answers, one.costUsd],
  cost_per_completion: [one.completions, one.costUsd],
});

/** Returns the quantiles of log-normal latencies and their standard errors. */
function times([p50, p95]: readonly [number, number], { interactions, users }: ArmTotals): QuantileTotals | null {
  if (interactions === 0) return null;
  const sigma = Math.log(p95 / p50) / 1.645;
  const error = Math.sqrt(1.2 / interactions) * sigma;
  return {
    count: interactions,
    users,
    p50,
    p95,
    p50StandardError: 1.2533 * error * p50,
    p95StandardError: 2.1137 * error * p95,
  };
}

const only: RatioMetric[] = ["completion"];

/** Counts shoppers in order, as a snapshot at any time would have. */
export class Counting {
  readonly #arms: ArmTotals[];
  readonly #days = new Map<string, ArmTotals[]>();
  readonly #uses: ArmTotals[][];

  constructor(
    readonly keys: readonly string[],
    readonly behaviours: readonly Behaviour[],
  ) {
    this.#arms = keys.map(emptyArm);
    this.#uses = keys.map((key) => useSpans.map(() => emptyArm(key)));
  }

  add(one: Shopper): void {
    const place = this.keys.indexOf(one.variant);
    const day = one.exposedAt.toISOString().slice(0, 10);
    const byDay = this.#days.get(day) ?? this.keys.map(emptyArm);
    this.#days.set(day, byDay);
    const user = asUser(one);
    for (const [index, span] of (this.#uses[place] ?? []).entries())
      addUser(span, { completion: [one.useBases[index] ?? 0, one.useValues[index] ?? 0] });
    for (const arm of [this.#arms[place], byDay[place]]) {
      if (!arm) continue;
      addUser(arm, user);
      if (one.isInTwoArms) arm.usersInTwoArms++;
    }
  }

  totals(withDays: boolean): ExperimentTotals {
    const arms = this.#arms.map((arm, index): ArmTotals => {
      const { latencyMs, ttftMs } = this.behaviours[index] ?? {};
      return {
        ...structuredClone(arm),
        latencyMs: latencyMs ? times(latencyMs, arm) : null,
        ttftMs: ttftMs ? times(ttftMs, arm) : null,
      };
    });
    const days = [...this.#days].map(([day, list]) => ({
      day,
      arms: list.map(({ variant, users, interactions, ratios }) => {
        const selected = Object.fromEntries(only.map((metric) => [metric, ratios[metric]]));
        return { variant, users, interactions, ratios: { ...emptyArm("").ratios, ...structuredClone(selected) } };
      }),
    }));
    if (!withDays) return { arms, byExposureDay: [] };
    const byUse = this.keys.map((variant, index) => ({
      variant,
      spans: structuredClone((this.#uses[index] ?? []).map(({ ratios }) => ratios.completion)),
    }));
    return { arms, byExposureDay: days, byUse };
  }
}
