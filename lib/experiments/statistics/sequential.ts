import type { Interval } from "./types";

type Input = { difference: number; standardError: number; n: number; alpha: number; tuningN: number };

/** The variance of the mixture that makes the interval tightest at `tuningN` units. */
const mixtureOf = (alpha: number, tuningN: number) =>
  (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuningN;

/** How many standard errors an always-valid interval reaches to each side. */
export function alwaysValidErrors({ n, alpha, tuningN }: Pick<Input, "n" | "alpha" | "tuningN">): number {
  const rho2 = mixtureOf(alpha, tuningN);
  const grown = n * rho2 + 1;
  return Math.sqrt(((2 * grown) / (n * rho2)) * Math.log(Math.sqrt(grown) / alpha));
}

/**
 * An interval and p-value that stay valid at repeated checks: an asymptotic confidence sequence (Waudby-Smith et al.
 * 2021). `n` is the number of units so far in both arms. `tuningN`, the planned total, is where the interval is
 * tightest. Unbounded without data.
 */
export function alwaysValid({ difference, standardError, n, alpha, tuningN }: Input): {
  interval: Interval;
  p: number;
} {
  if (!(n > 0) || !(standardError > 0) || !Number.isFinite(standardError))
    return { interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], p: 1 };
  const rho2 = mixtureOf(alpha, tuningN);
  const grown = n * rho2 + 1;
  const half = standardError * alwaysValidErrors({ n, alpha, tuningN });
  const z = difference / standardError;
  // In logarithms, because E can overflow.
  const logE = (n * rho2 * z ** 2) / (2 * grown) - Math.log(grown) / 2;
  return { interval: [difference - half, difference + half], p: Math.min(1, Math.exp(-logE)) };
}
