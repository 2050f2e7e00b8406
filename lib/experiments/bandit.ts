import { probabilityBest, ucb1Scores } from "./statistics";
import { gammaSample, normalSample } from "./statistics/samples";

/**
 * The rewards of a variant's users, one number per user, higher is better: the number of users, the sum and the sum of
 * squares.
 */
export type BanditArm = { users: number; sum: number; squares: number };

export type BanditRules = {
  kind: "thompson" | "ucb1";
  /** Whether a reward is a success rate, 0 to 1; otherwise any number. */
  isRate: boolean;
  /** The minimum share of each variant. */
  floor: number;
  /** The users that each variant needs before the shares change. */
  burnIn: number;
  /** The expected number of users in the next batch. UCB1 distributes them. */
  nextUsers: number;
};

export type BanditStep = {
  /** The shares to serve from now on, in the order of the arms. They add up to 1. */
  weights: number[];
  /** P(best) for Thompson sampling, the shares of the next batch for UCB1. */
  preferences: number[];
};

const draws = 5_000;
/** The weight of the prior for means, in users. It prevents values that are equal by chance from looking certain. */
export const priorUsers = 10;
const ucbSteps = 500;

/**
 * Computes the next shares: w = f + (1 − k·f)·preference. Returns null while an arm has fewer users than the burn-in,
 * and if all arms are equal without variance. Pure except for `random`.
 */
export function banditStep(arms: readonly BanditArm[], rules: BanditRules, random: () => number): BanditStep | null {
  if (arms.length < 2 || arms.some(({ users }) => users < rules.burnIn)) return null;
  const values = arms.map(({ sum, users }) => sum / users);
  const { variance } = pooled(arms);
  if (!(variance > 0) && new Set(values).size === 1) return null;
  const preferences = rules.kind === "ucb1" ? ucbShares(arms, rules) : chancesOfBest(arms, rules.isRate, random);
  const { floor } = rules;
  const room = 1 - arms.length * floor;
  const toWeight = (share: number) => floor + room * share;
  // An arm with little data and no success has a high uncertainty. This must not give it half of the users.
  const most = Math.max(0, (Math.min(1 / arms.length, 0.49) - floor) / room);
  const hasNoReward = arms.map(({ sum }) => rules.isRate && sum === 0);
  return { weights: capped(preferences, hasNoReward, most).map(toWeight), preferences };
}

/** Limits the marked shares (never all) to `most`. The others get the rest in proportion. */
function capped(shares: readonly number[], isHeld: readonly boolean[], most: number): number[] {
  const held = shares.map((share, index) => (isHeld[index] ? Math.min(share, most) : 0));
  const left = 1 - held.reduce((sum, share) => sum + share, 0);
  const free = shares.reduce((sum, share, index) => sum + (isHeld[index] ? 0 : share), 0);
  const others = isHeld.filter((is) => !is).length;
  return shares.map((share, index) =>
    isHeld[index] ? (held[index] ?? 0) : free > 0 ? (left * share) / free : left / others,
  );
}

function pooled(arms: readonly BanditArm[]): { mean: number; variance: number } {
  const n = arms.reduce((sum, { users }) => sum + users, 0);
  const mean = arms.reduce((sum, arm) => sum + arm.sum, 0) / n;
  // The variance within arms: between their users, not between the arms.
  const within = arms.reduce(
    (sum, { users, sum: total, squares }) => sum + Math.max(0, squares - total ** 2 / users),
    0,
  );
  return { mean, variance: within / Math.max(1, n - arms.length) };
}

/**
 * P(best) of each arm. Rates: Beta posteriors of a user's success rate. Means: normal-inverse-gamma around the pooled
 * mean, with the pooled variance as a prior of ten users, so that an arm without variance does not win for that reason
 * (Murphy 2007, "Conjugate Bayesian analysis of the Gaussian distribution").
 */
function chancesOfBest(arms: readonly BanditArm[], isRate: boolean, random: () => number): number[] {
  if (isRate)
    return probabilityBest(
      arms.map(({ users, sum }) => ({ successes: sum, total: users })),
      { draws, random },
    );
  const prior = pooled(arms);
  const posteriors = arms.map(({ users: n, sum, squares }) => {
    const mean = sum / n;
    const spread = Math.max(0, squares - n * mean ** 2);
    const kappa = priorUsers + n;
    return {
      kappa,
      mean: (priorUsers * prior.mean + sum) / kappa,
      alpha: (priorUsers + n) / 2,
      beta: (priorUsers * prior.variance + spread + (priorUsers * n * (mean - prior.mean) ** 2) / kappa) / 2,
    };
  });
  const wins = arms.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    let [best, highest] = [0, Number.NEGATIVE_INFINITY];
    for (const [index, { alpha, beta, mean, kappa }] of posteriors.entries()) {
      const variance = beta / gammaSample(alpha, random);
      const value = mean + Math.sqrt(variance / kappa) * normalSample(random);
      if (value > highest) [best, highest] = [index, value];
    }
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return wins.map((won) => won / draws);
}

/**
 * UCB1 chooses an arm for one user, but a batch needs shares. So the next batch is simulated: each user goes to the arm
 * with the highest score, and counts as a pull with the arm's mean. Rewards that are not rates are first scaled to 0 …
 * 1 (two standard deviations around the mean).
 */
function ucbShares(arms: readonly BanditArm[], { isRate, nextUsers }: BanditRules): number[] {
  const { mean, variance } = pooled(arms);
  const width = 4 * Math.sqrt(variance);
  const toUnit = (value: number) =>
    isRate ? value : width > 0 ? Math.min(1, Math.max(0, (value - mean) / width + 0.5)) : value > mean ? 1 : 0;
  const means = arms.map(({ sum, users }) => toUnit(sum / users));
  const pulls = arms.map(({ users }) => users);
  const step = Math.max(1, nextUsers) / ucbSteps;
  const counts = arms.map(() => 0);
  for (let i = 0; i < ucbSteps; i++) {
    const scores = ucb1Scores(pulls.map((n, index) => ({ rewardSum: (means[index] ?? 0) * n, pulls: n })));
    const best = scores.indexOf(Math.max(...scores));
    counts[best] = (counts[best] ?? 0) + 1;
    pulls[best] = (pulls[best] ?? 0) + step;
  }
  return counts.map((count) => count / ucbSteps);
}
