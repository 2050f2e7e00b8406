import { describe, expect, it } from "vitest";
import { describeGate, gateWarnings } from "./describe-gate";

const gate = {
  minimums: { accuracy: 0.9, safety: 1 },
  isNotWorse: true,
  alpha: 0.05,
  repeats: 3,
  model: null,
  budgetUsd: 2,
  runOnSave: true,
  autoPromote: true,
};

describe("a gate in words", () => {
  it("states its conditions, how it measures, and the consequence", () => {
    expect(describeGate("production", "Replies", gate)).toEqual([
      "A version can go live in production if accuracy is at least 90\u00a0%, safety is 100\u00a0% and it is not worse than the live version.",
      "It is worse if it breaks more cases than it fixes in a dimension, and the probability of this by chance is under 5\u00a0%. Each dimension is tested on its own.",
      "Each case of “Replies” runs 3 times with the model of the version.",
      "The evaluation starts when a version is saved. It costs at most $2.",
      "A version that passes goes live automatically, unless a newer version is live.",
    ]);
    const plain = { ...gate, isNotWorse: false, repeats: 1, budgetUsd: null, runOnSave: false, autoPromote: false };
    expect(describeGate("eu", "Replies", { ...plain, model: { provider: "openai", name: "gpt" } })).toEqual([
      "A version can go live in eu if accuracy is at least 90\u00a0% and safety is 100\u00a0%.",
      "Each case of “Replies” runs once with openai/gpt.",
      "Someone has to start the evaluation.",
    ]);
  });

  it("warns if it could block every version, or none", () => {
    const suite = { name: "Replies", cases: 40, measures: ["accuracy", "safety"] };
    expect(gateWarnings(suite, gate)).toEqual([]);
    expect(gateWarnings({ ...suite, measures: ["accuracy"] }, gate)[0]).toContain("measures safety");
    expect(gateWarnings({ ...suite, measures: [] }, gate)).toEqual([expect.stringContaining("no scorers")]);
    expect(gateWarnings({ ...suite, cases: 12 }, gate)).toEqual([expect.stringContaining("12 cases. Under 30")]);
    expect(gateWarnings({ ...suite, cases: 0 }, gate)).toEqual([expect.stringContaining("no cases")]);
    const consistent = { minimums: { consistency: 0.8 }, repeats: 1, isNotWorse: false };
    expect(gateWarnings({ ...suite, measures: ["consistency"] }, consistent)[0]).toContain("at least twice");
  });
});
