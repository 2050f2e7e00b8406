import { describe, expect, it } from "vitest";
import { evaluationEvidence, evaluationRefusal } from "./refusal";
import type { GateResult } from "./result";

const result = (more: Partial<GateResult> = {}): GateResult =>
  ({
    state: "failed",
    suite: { id: "s", name: "Replies", revision: 4, scorersHash: "h" },
    version: 17,
    liveVersion: 16,
    run: { id: "run-17" },
    baseline: { id: "run-16" },
    reasons: [
      { dimension: "safety", code: "below_minimum", message: "Safety is too low." },
      { dimension: null, code: "running", message: "It still runs." },
    ],
    brokenCases: [{ caseKey: "k1", position: 3, title: "Late parcel", dimensions: ["accuracy", "safety"] }],
    dimensions: [{ dimension: "safety", score: 0.8, baselineScore: 0.9, minimum: 0.95 }],
    comparison: { sentence: "It breaks 4 and fixes 1." },
    ...more,
  }) as unknown as GateResult;

describe("the answer of a gate to a release", () => {
  it("is empty if the version passes", () => {
    expect(evaluationRefusal(result({ state: "passed", reasons: [] }), "support/reply")).toBeNull();
  });

  it("points each reason at its dimension, and each broken case at its key", () => {
    const refused = evaluationRefusal(result(), "support/reply");
    expect(refused?.code).toBe("gate_failed");
    expect(refused?.message).toContain("v17");
    expect(refused?.errors).toEqual([
      { pointer: "/gate/safety", code: "below_minimum", message: "Safety is too low." },
      { pointer: "/gate", code: "running", message: "It still runs." },
      {
        pointer: "/cases/k1",
        code: "broken",
        message: "Case 3 “Late parcel”: v16 passes accuracy and safety, v17 does not.",
      },
    ]);
  });
});

describe("the evidence of a release", () => {
  const before = { version: 16, at: "2026-01-01", suite: { id: "s", name: "Replies", revision: 3 } };

  it("contains the runs, the scores with their minimums, and the baseline", () => {
    expect(evaluationEvidence(result({ state: "passed" }), before)).toEqual({
      state: "passed",
      suite: { id: "s", name: "Replies", revision: 4, scorersHash: "h" },
      run: "run-17",
      baselineRun: "run-16",
      baselineVersion: 16,
      scores: { safety: { score: 0.8, minimum: 0.95 } },
      comparison: "It breaks 4 and fixes 1.",
      before,
    });
  });

  it("states that nothing was run or compared", () => {
    expect(
      evaluationEvidence(result({ run: null, baseline: null, comparison: null, dimensions: [] }), null),
    ).toMatchObject({ run: null, baselineRun: null, comparison: null, scores: {}, before: null });
  });
});
