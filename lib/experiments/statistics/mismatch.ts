import { chiSquaredSurvival } from "./distributions";

const alarm = 0.001;

export type Mismatch = { statistic: number; df: number; p: number; mismatch: boolean; strayArms: number[] };

/**
 * Whether users were split as planned: goodness of fit over the arms with a weight (df = their count − 1), mismatch
 * below p = 0.001. `strayArms`: indices of arms without a weight that got users all the same.
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
