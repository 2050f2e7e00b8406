import { chiSquaredSurvival, logGamma } from "./distributions";

const alarm = 0.001;

export type Mismatch = { statistic: number; df: number; p: number; mismatch: boolean; strayArms: number[] };

/**
 * Whether users were split as planned: goodness of fit over the arms with a weight (df = their number − 1). A mismatch
 * is p below 0.001. `strayArms` are the indices of arms without a weight that have users anyway.
 */
export function sampleRatioMismatch(observed: number[], weights: number[]): Mismatch {
  const strayArms = observed.flatMap((count, index) => (count > 0 && !((weights[index] ?? 0) > 0) ? [index] : []));
  const arms = weights.flatMap((weight, index) => (weight > 0 ? [{ weight, count: observed[index] ?? 0 }] : []));
  const users = arms.reduce((sum, { count }) => sum + count, 0);
  const whole = arms.reduce((sum, { weight }) => sum + weight, 0);
  const df = Math.max(0, arms.length - 1);
  if (users === 0 || df === 0) return { statistic: 0, df, p: 1, mismatch: false, strayArms };
  const statistic = arms.reduce((sum, { weight, count }) => {
    const expected = (users * weight) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const p = chiSquaredSurvival(statistic, df);
  return { statistic, df, p, mismatch: p < alarm, strayArms };
}

/** The number of users at which the sequential check of a split detects the smallest mismatch. */
const usersToDetect = 5_000;

/**
 * Whether users are split as planned, for repeated checks: 1/p is a mixture of multinomial likelihoods divided by the
 * planned one (Lindon and Malek 2022, Dirichlet around the plan). However often it is checked, a correct split is
 * called a mismatch with a probability of at most 0.001. Ignores arms without a weight. `tunedTo` is the number of
 * users at which the smallest mismatch is detected.
 */
export function sequentialMismatch(
  observed: readonly number[],
  weights: readonly number[],
  tunedTo = usersToDetect,
): { p: number; mismatch: boolean } {
  const concentration = tunedTo / (-2 * Math.log(alarm) + Math.log(1 - 2 * Math.log(alarm)));
  const arms = weights.flatMap((weight, index) => (weight > 0 ? [{ weight, count: observed[index] ?? 0 }] : []));
  const whole = arms.reduce((sum, { weight }) => sum + weight, 0);
  const users = arms.reduce((sum, { count }) => sum + count, 0);
  if (users === 0 || arms.length < 2) return { p: 1, mismatch: false };
  let logEvidence = logGamma(concentration) - logGamma(concentration + users);
  for (const { weight, count } of arms) {
    const share = weight / whole;
    const prior = concentration * share;
    logEvidence += logGamma(prior + count) - logGamma(prior) - count * Math.log(share);
  }
  const p = Math.max(1e-300, Math.min(1, Math.exp(-logEvidence)));
  return { p, mismatch: p < alarm };
}
