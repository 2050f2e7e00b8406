import betainc from "@stdlib/math-base-special-betainc";

/**
 * One-sided exact sign test (Dixon and Mood 1946) that more cases broke than were fixed: P(X ≥ broken) of a fair coin
 * thrown broken + fixed times; ties are left out. The binomial tail is the regularised incomplete beta function. 0 to 1.
 */
export function signTest({ broken, fixed }: { broken: number; fixed: number }): number {
  return betainc(0.5, broken, fixed + 1);
}

/** The fewest broken cases, with none fixed, that the test at this level calls worse. */
export function leastNoticeable(alpha: number): number {
  let broken = 1;
  while (0.5 ** broken >= alpha) broken++;
  return broken;
}
