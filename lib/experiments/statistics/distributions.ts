import betainc from "@stdlib/math-base-special-betainc";
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";
import gammainc from "@stdlib/math-base-special-gammainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import tQuantileOf from "@stdlib/stats-base-dists-t-quantile";

/** P(Z > z) of the standard normal. Exact in the far tail, where 1 − cdf is 0. */
export const normalSurvival = (z: number): number => 0.5 * erfc(z / Math.SQRT2);

/** The `p` quantile of the standard normal. */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);

/** P(|Z| > |z|). */
export const normalTwoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);

/** P(X > x) of chi-squared with `df` degrees of freedom. */
export const chiSquaredSurvival = (x: number, df: number): number => gammainc(x / 2, df / 2, true, true);

/** P(|T| > |t|) of Student's t. */
export const tTwoSided = (t: number, df: number): number => betainc(df / (df + t * t), df / 2, 0.5);

/** P(T > t) of Student's t. */
export const tSurvival = (t: number, df: number): number => (t >= 0 ? tTwoSided(t, df) / 2 : 1 - tTwoSided(t, df) / 2);

/** The `p` quantile of Student's t. */
export const tQuantile = (p: number, df: number): number => tQuantileOf(p, df);

/** P(X ≤ x) of a Beta distribution. */
export const betaCdf = (x: number, a: number, b: number): number => betainc(Math.min(1, Math.max(0, x)), a, b);

/** ln B(a, b). */
export const logBeta = (a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(a + b);

/** ln Γ(x). */
export const logGamma = (x: number): number => gammaln(x);
