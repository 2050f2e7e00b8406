import { type ByDimension, type Dimension, dimensions } from "./dimensions";
import type { DimensionFacts, GateFacts } from "./facts";
import { leastNoticeable, signTest } from "./sign-test";

/** A dimension's test; a dimension in which no case changed has nothing to test. */
export const pOf = ({ broken, fixed }: DimensionFacts): number => signTest({ broken, fixed });

/** The dimensions in which the version is worse than what is live, by the test at the policy's level. */
export function worseDimensions(facts: ByDimension<DimensionFacts>, alpha: number): Dimension[] {
  return dimensions.filter((dimension) => pOf(facts[dimension]) < alpha);
}

/** What a comparison with what is live found. */
export type ComparedCases = {
  liveVersion: number;
  fixed: number;
  broken: number;
  same: number;
  /** The smallest of a dimension. */
  p: number;
  worse: Dimension[];
  /** With fewer broken cases than this the comparison detects nothing, even when none is fixed. */
  leastNoticeable: number;
};

/** What the comparison found; null without a finished baseline. Pure. */
export function compare({ cases, dimensions: measured, liveVersion, policy }: GateFacts): ComparedCases | null {
  if (!cases || !measured || liveVersion === null) return null;
  return {
    liveVersion,
    fixed: cases.fixed,
    broken: cases.broken,
    same: cases.same,
    p: Math.min(...dimensions.map((dimension) => pOf(measured[dimension]))),
    worse: worseDimensions(measured, policy.alpha),
    leastNoticeable: leastNoticeable(policy.alpha),
  };
}
