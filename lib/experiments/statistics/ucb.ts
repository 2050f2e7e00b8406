/**
 * UCB1 (Auer et al. 2002): mean + √(2 ln T / n), with T the number of all pulls. +Infinity for an arm without pulls.
 * Rewards are in [0, 1].
 */
export function ucb1Scores(arms: { rewardSum: number; pulls: number }[]): number[] {
  const pulls = arms.reduce((sum, arm) => sum + arm.pulls, 0);
  return arms.map((arm) =>
    arm.pulls > 0 ? arm.rewardSum / arm.pulls + Math.sqrt((2 * Math.log(pulls)) / arm.pulls) : Number.POSITIVE_INFINITY,
  );
}
