import { type ByDimension, type Dimension, dimensions } from "./dimensions";
import type { DimensionFacts, GateFacts } from "./facts";
import { leastNoticeable, signTest } from "./sign-test";

/** The p-value of a dimension. 1 if no case changed, because there is nothing to test. */
export const pOf = ({ broken, fixed }: DimensionFacts): number => signTest({ broken, fixed });

/** The dimensions in which the version is worse than the live one, by the sign test at the policy's level. */
export function worseDimensions(facts: ByDimension<DimensionFacts>, alpha: number): Dimension[] {
  return dimensions.filter((dimension) => pOf(facts[dimension]) < alpha);
}

/** The result of a comparison with the live version. */
export type ComparedCases = {
  liveVersion: number;
  fixed: number;
  broken: number;
  same: number;
  /** The smallest p-value of a dimension. */
  p: number;
  worse: Dimension[];
  /** The smallest number of broken cases that the comparison can detect, if none is fixed. */
  leastNoticeable: number;
};

/** The result of the comparison; null without a finished baseline. Pure. */
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
