import betainc from "@stdlib/math-base-special-betainc";

/**
 * One-sided exact sign test (Dixon and Mood 1946) for more broken than fixed cases: P(X ≥ broken) of a fair coin thrown
 * broken + fixed times. Ties are ignored. Computed as the regularised incomplete beta function. Returns 0 to 1.
 */
export function signTest({ broken, fixed }: { broken: number; fixed: number }): number {
  return betainc(0.5, broken, fixed + 1);
}

/** The smallest number of broken cases, with none fixed, that is significant at this level. */
export function leastNoticeable(alpha: number): number {
  let broken = 1;
  while (0.5 ** broken >= alpha) broken++;
  return broken;
}
