/** UCB1 (Auer et al. 2002): mean + √(2 ln T / n), T all pulls; an arm not pulled yet is +Infinity. Rewards in [0, 1]. */
export function ucb1Scores(arms: { rewardSum: number; pulls: number }[]): number[] {
  const pulls = arms.reduce((sum, arm) => sum + arm.pulls, 0);
  return arms.map((arm) =>
    arm.pulls > 0 ? arm.rewardSum / arm.pulls + Math.sqrt((2 * Math.log(pulls)) / arm.pulls) : Number.POSITIVE_INFINITY,
  );
}
