import { type ByDimension, type Dimension, dimensions } from "./dimensions";
import type { DimensionFacts, GateFacts } from "./facts";
import type { GateComparison } from "./result";
import { leastNoticeable, signTest } from "./sign-test";
import { countWords, listWords, pWords } from "./words";

/** A dimension's test; a dimension in which no case changed has nothing to test. */
export const pOf = ({ broken, fixed }: DimensionFacts): number => signTest({ broken, fixed });

/** The dimensions in which the version is worse than what is live, by the test at the policy's level. */
export function worseDimensions(facts: ByDimension<DimensionFacts>, alpha: number): Dimension[] {
  return dimensions.filter((dimension) => pOf(facts[dimension]) < alpha);
}

/** What a comparison found, and how little it could have found, in sentences. */
export function compare(facts: GateFacts): GateComparison | null {
  const { cases, dimensions: measured, liveVersion, policy } = facts;
  if (!cases || !measured || liveVersion === null) return null;
  const { fixed, broken, same } = cases;
  const p = Math.min(...dimensions.map((dimension) => pOf(measured[dimension])));
  const worse = worseDimensions(measured, policy.alpha);
  const counts = `${countWords(fixed, "case")} fixed, ${broken === 0 ? "none" : broken} broken, ${same} the same`;
  const chance = broken > 0 ? ` That can be chance (${pWords(p)}).` : "";
  const sentence =
    worse.length > 0
      ? `Worse than v${liveVersion} in ${listWords(worse)} (${pWords(p)}). Over all dimensions: ${counts}.`
      : `Not worse than v${liveVersion}: ${counts}.${chance}`;
  return { fixed, broken, same, p, sentence, sensitivity: sensitivity(facts) };
}

function sensitivity({ cases, policy }: GateFacts): string {
  const count = cases ? cases.fixed + cases.broken + cases.same : 0;
  const least = leastNoticeable(policy.alpha);
  if (count < least)
    return `With ${countWords(count, "case")} it cannot detect anything: that takes at least ${least}.`;
  return `With ${countWords(count, "case")} it would detect ${least} broken and none fixed.`;
}
