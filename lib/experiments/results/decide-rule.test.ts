import { describe, expect, test } from "vitest";
import { type DecisionRefusal, decisionRefusal } from "./decide-rule";
import { decisionCode, decisionWords } from "./decide-words";

type Input = Parameters<typeof decisionRefusal>[0];
const variants = ["v8", "v9"].map((key, index) => ({
  key,
  version: 8 + index,
  isControl: index === 0,
  weight: 0.5,
  users: 10,
  interactions: 10,
  counted: 10,
  young: 0,
  metrics: {},
}));
const collecting: Input = {
  state: "collecting",
  status: "running",
  variants,
  progress: { isComplete: false, counted: 10, perDay: null, expectedAt: null },
  requiredPerVariant: 500,
  safetyStop: null,
  bandit: null,
  verdict: null,
};
const stop = { metric: "violation_rate" as const, variant: "v9", reason: "Violations rose." };

describe("deciding", () => {
  test.each([
    ["nobody decides before the planned sample", collecting, "v9", "experiment_not_complete"],
    ["not even for what is live", collecting, "v8", "experiment_not_complete"],
    ["a stopped experiment keeps what is live", { ...collecting, status: "stopped" }, "v8", null],
    ["and promotes nothing", { ...collecting, status: "stopped" }, "v9", "experiment_not_complete"],
    ["a guardrail lets the control be kept early", { ...collecting, safetyStop: stop }, "v8", null],
    ["and nothing else", { ...collecting, safetyStop: stop }, "v9", "experiment_not_complete"],
    ["after the verdict anyone", { ...collecting, state: "verdict" }, "v9", null],
    ["results that are not valid name nobody", { ...collecting, state: "not_valid" }, "v9", "invalid_state"],
    ["but what is live may stay", { ...collecting, state: "not_valid" }, "v8", null],
    ["a draft decides nothing", { ...collecting, state: "not_started" }, "v8", "invalid_state"],
    ["a stranger is refused", { ...collecting, state: "verdict" }, "v10", "invalid_state"],
  ] satisfies [string, Input, string, string | null][])("%s", (_, results, key, code) => {
    const refusal = decisionRefusal(results, key);
    expect(refusal && decisionCode(refusal)).toBe(code);
  });

  test("a bandit decides after its burn-in", () => {
    const bandit = { isBurningIn: true, burnIn: 100, floor: 0.01, arms: [], weights: [], regretSaved: null };
    const at = (isBurningIn: boolean) =>
      decisionRefusal({ ...collecting, state: "bandit", bandit: { ...bandit, isBurningIn } }, "v9");
    expect(at(true)).toEqual({ reason: "burning_in", burnIn: 100 });
    expect(at(false)).toBeNull();
  });

  test.each<[DecisionRefusal, string]>([
    [{ reason: "unknown_variant", variant: "v10" }, "There is no variant v10 in this experiment."],
    [{ reason: "not_started" }, "This experiment has not started."],
    [
      { reason: "not_valid" },
      "The results are not valid, so no version can be called better. Keep the control or start a new phase.",
    ],
    [{ reason: "burning_in", burnIn: 100 }, "Every variant needs 100 users before one can be chosen."],
    [
      { reason: "no_verdict", required: 500, counted: 10 },
      "The plan asks for 500 users on each variant; the smallest has 10. There is no verdict before.",
    ],
    [
      { reason: "not_reliable", verdict: "One user decides it." },
      "One user decides it. No version can be called better: keep the control or start a new phase.",
    ],
  ])("%j", (refusal, sentence) => {
    expect(decisionWords(refusal)).toBe(sentence);
  });
});
