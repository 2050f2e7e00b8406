import { listWords } from "@/lib/core/words";
import { dimensions } from "./dimensions";
import { shareWords } from "./figures";
import type { GatePolicyFields } from "./schema";

type DescribedGate = Omit<GatePolicyFields, "suite" | "concurrency">;

/** Describes a gate in sentences: its requirements, how it checks them, and the consequences. Pure. */
export function describeGate(environment: string, suite: string, gate: DescribedGate): string[] {
  const { minimums, isNotWorse, alpha, repeats, model, budgetUsd, runOnSave, autoPromote } = gate;
  const conditions = dimensions.flatMap((dimension) => {
    const minimum = minimums[dimension];
    if (minimum === undefined) return [];
    return [`${dimension} is ${minimum === 1 ? "" : "at least "}${shareWords(minimum)}`];
  });
  if (isNotWorse) conditions.push("it is not worse than the live version");
  const times = repeats === 1 ? "once" : `${repeats} times`;
  const by = model ? `${model.provider}/${model.name}` : "the model of the version";
  const start = runOnSave ? "The evaluation starts when a version is saved" : "Someone has to start the evaluation";
  return [
    `A version can go live in ${environment} if ${listWords(conditions)}.`,
    ...(isNotWorse
      ? [
          `It is worse if it breaks more cases than it fixes in a dimension, and the probability of this by chance is under ${shareWords(alpha)}. Each dimension is tested on its own.`,
        ]
      : []),
    `Each case of “${suite}” runs ${times} with ${by}.`,
    budgetUsd === null ? `${start}.` : `${start}. It costs at most $${budgetUsd}.`,
    ...(autoPromote ? ["A version that passes goes live automatically, unless a newer version is live."] : []),
  ];
}

type Suite = { name: string; cases: number; measures: readonly string[] };

/** Warnings for a person who configures a gate, about reasons why it may block too much or too little. Pure. */
export function gateWarnings(
  suite: Suite,
  { minimums, repeats, isNotWorse }: Pick<GatePolicyFields, "minimums" | "repeats" | "isNotWorse">,
): string[] {
  const unmeasured = dimensions.filter(
    (dimension) => minimums[dimension] !== undefined && !suite.measures.includes(dimension),
  );
  return [
    ...(suite.measures.length === 0
      ? [`“${suite.name}” has no scorers, so nothing can pass. Add some to the suite.`]
      : []),
    ...(suite.measures.length > 0 && unmeasured.length > 0
      ? [`No scorer of “${suite.name}” measures ${listWords(unmeasured)}, so nothing can reach its minimum.`]
      : []),
    ...(minimums.consistency !== undefined && repeats < 2
      ? ["Consistency measures how far answers to the same case agree. Run each case at least twice."]
      : []),
    ...(suite.cases === 0 ? [`“${suite.name}” has no cases yet.`] : []),
    ...(isNotWorse && suite.cases > 0 && suite.cases < 30
      ? [`“${suite.name}” has ${suite.cases} cases. Under 30 it detects only versions that are much worse.`]
      : []),
  ];
}
