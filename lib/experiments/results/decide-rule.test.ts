import { describe, expect, test } from "vitest";
import { canDecide } from "./decide-rule";

type Input = Parameters<typeof canDecide>[0];
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
    const decision = canDecide(results, key);
    expect(decision.allowed ? null : decision.code).toBe(code);
  });

  test("a bandit decides after its burn-in", () => {
    const bandit = { isBurningIn: true, burnIn: 100, floor: 0.01, arms: [], weights: [], regretSaved: null };
    expect(canDecide({ ...collecting, state: "bandit", bandit }, "v9").allowed).toBe(false);
    expect(canDecide({ ...collecting, state: "bandit", bandit: { ...bandit, isBurningIn: false } }, "v9").allowed).toBe(
      true,
    );
  });
});
