import { describe, expect, test } from "vitest";
import { abPlan, armOf, judgedExperiment, oneEach } from "@/lib/testing/experiment-arms";
import { addUser, emptyArm } from "../arms";
import type { ArmTotals } from "../totals";
import { computeResults } from "./compute";
import { namedVariant } from "./decide-rule";
import { experimentResults } from "./schema";

const startedAt = new Date("2026-11-01T09:00:00Z");
const plan = abPlan({ guardrails: [{ metric: "violation_rate", margin: 0.005 }] });

/** Users with one answer each: so many tasks finished, so many violations. */
function arm(variant: string, hits: number, users: number, violations: number): ArmTotals {
  const made = emptyArm(variant);
  for (let index = 0; index < users; index++)
    addUser(made, { completion: [1, index < hits ? 1 : 0], violation_rate: [1, index < violations ? 1 : 0] });
  return made;
}

type Pair = [ArmTotals, ArmTotals];

function resultsOf(complete: Pair, latest: Pair, { status = "running" as const, days = 4 } = {}) {
  const snapshot = (arms: ArmTotals[], day: number) => ({
    at: new Date(startedAt.getTime() + day * 86_400_000),
    totals: { arms, byExposureDay: [] },
  });
  const input = {
    experiment: judgedExperiment({ status }),
    plan,
    history: [],
    weights: [],
    namesUsers: true,
    complete: snapshot(complete, 10),
    latest: snapshot(latest, 10 + days),
  };
  return experimentResults.parse(computeResults(input));
}

const judged: Pair = [arm("control", 700, 1000, 1), arm("candidate", 780, 1000, 1)];

describe("after the verdict", () => {
  test("a version that stays as it was has no warning", () => {
    const results = resultsOf(judged, [arm("control", 1400, 2000, 2), arm("candidate", 1560, 2000, 2)]);
    expect(results).toMatchObject({ verdict: { result: "better" }, laterHarm: null });
    expect(namedVariant(results)).toBe("candidate");
  });

  test("a guardrail that gets clearly worse is named, and the verdict stays", () => {
    const results = resultsOf(judged, [arm("control", 1400, 2000, 1), arm("candidate", 1560, 2000, 150)]);
    expect(results).toMatchObject({
      verdict: { result: "better" },
      laterHarm: { metric: "violation_rate", variant: "candidate", role: "guardrail" },
    });
    expect(results.laterHarm?.reason).toMatch(/^Violations got clearly worse with v9: .* margin 0\.5/);
  });

  test("the primary metric that turns is named", () => {
    const results = resultsOf(judged, [arm("control", 4200, 6000, 1), arm("candidate", 3500, 6000, 1)]);
    expect(results).toMatchObject({
      verdict: { result: "better" },
      laterHarm: { metric: "completion", variant: "candidate", role: "primary" },
    });
    expect(namedVariant(results)).toBeNull();
    expect(results.laterHarm?.reason).toMatch(/^Tasks finished got clearly worse with v9: −/);
  });

  test("what the verdict already says is not said twice", () => {
    const worse: Pair = [arm("control", 700, 1000, 1), arm("candidate", 500, 1000, 90)];
    const results = resultsOf(worse, [arm("control", 1400, 2000, 1), arm("candidate", 1000, 2000, 180)]);
    expect(results.verdict?.harmedGuardrails).toHaveLength(1);
    expect(results.laterHarm).toBeNull();
  });

  test("one heavy user alone gives no warning", () => {
    const candidate = arm("candidate", 780, 1000, 1);
    addUser(candidate, { completion: [3_000, 0] });
    const results = resultsOf(judged, [arm("control", 1400, 2000, 1), candidate]);
    expect(results.laterHarm).toBeNull();
  });

  test("there is none while users are still added", () => {
    const arms = [
      armOf("control", oneEach("completion", 700, 900)),
      armOf("candidate", oneEach("completion", 300, 900)),
    ];
    const snapshot = { at: startedAt, totals: { arms, byExposureDay: [] } };
    const results = computeResults({
      experiment: judgedExperiment(),
      plan,
      history: [],
      weights: [],
      namesUsers: true,
      complete: null,
      latest: snapshot,
    });
    expect(results).toMatchObject({ state: "collecting", laterHarm: null });
  });
});
