import { expect, test } from "vitest";
import { stateOf } from "./state";

const facts = { kind: "ab", isStarted: true, isValid: true, isComplete: true } as const;

test("a phase has a verdict once its sample is complete, and waits before", () => {
  expect(stateOf(facts)).toBe("verdict");
  expect(stateOf({ ...facts, isComplete: false })).toBe("collecting");
});

test("a bandit has no verdict", () => {
  expect(stateOf({ ...facts, kind: "thompson" })).toBe("bandit");
});

test("a failed check takes precedence over results, and a missing start over both", () => {
  for (const kind of ["ab", "ucb1"] as const) {
    expect(stateOf({ ...facts, kind, isValid: false })).toBe("not_valid");
    expect(stateOf({ ...facts, kind, isValid: false, isStarted: false })).toBe("not_started");
  }
});
