import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dimensions } from "./dimensions";
import { evaluateGate } from "./evaluate-gate";
import type { DimensionFacts, GateFacts, RunFacts } from "./facts";
import { judgeVersion } from "./judge-version";
import { refusalWords, shortWords } from "./words";

const run = (version: number, more: Partial<RunFacts> = {}): RunFacts => ({
  id: `run-${version}`,
  version,
  status: "finished",
  statusReason: "",
  repeats: 1,
  isStandIn: false,
  finishedAt: "2026-01-01",
  progress: { done: 124, total: 124 },
  failed: 0,
  judgements: 124,
  invalidJudgements: 0,
  ...more,
});
const even: DimensionFacts = { score: 0.95, baselineScore: 0.95, fixed: 0, broken: 0, same: 124 };
const measured = (more: Partial<Record<(typeof dimensions)[number], Partial<DimensionFacts>>> = {}) => ({
  accuracy: { ...even, ...more.accuracy },
  format: { ...even, ...more.format },
  safety: { ...even, ...more.safety },
  consistency: { ...even, ...more.consistency },
});
const facts = (more: Partial<GateFacts> = {}): GateFacts => ({
  prompt: "support/reply",
  environment: "production",
  version: 17,
  liveVersion: 16,
  policy: { minimums: { accuracy: 0.9, format: 0.9 }, isNotWorse: true, alpha: 0.05 },
  suite: {
    id: "s",
    name: "Support replies",
    revision: 4,
    scorersHash: "0",
    casesChangedBy: null,
    scorersChangedBy: null,
    approvedBy: null,
  },
  run: run(17),
  isOtherJudge: false,
  stale: null,
  baseline: run(16),
  dimensions: measured(),
  brokenCases: [],
  cases: { fixed: 0, broken: 0, same: 124 },
  ...more,
});
const codes = (input: GateFacts) => evaluateGate(input).reasons.map(({ code }) => code);
const messages = (input: GateFacts) => evaluateGate(input).reasons.map(({ message }) => message);

describe("the result", () => {
  it("passes a version that reaches every minimum and is not worse than the live one", () => {
    const result = evaluateGate(
      facts({
        dimensions: measured({ accuracy: { fixed: 6, broken: 3, same: 115 } }),
        cases: { fixed: 6, broken: 3, same: 115 },
      }),
    );
    expect(result).toMatchObject({ state: "passed", reasons: [], liveVersion: 16 });
    expect(result.comparison?.sentence).toBe(
      "Not worse than v16: 6 cases fixed, 3 broken, 115 the same. That can be chance (p = 0.91).",
    );
    expect(result.comparison?.sensitivity).toBe(
      "With 124 cases, the smallest drop that it detects is 5 broken and none fixed.",
    );
    expect(shortWords(result)).toBe("Passed");
  });

  it("names every missed minimum, with enough digits to differ", () => {
    const low = facts({ dimensions: measured({ accuracy: { score: 0.89964 }, format: { score: 0.5 } }) });
    expect(evaluateGate(low).state).toBe("failed");
    expect(messages(low)).toEqual([
      "Accuracy is 89.96\u00a0%, the minimum is 90\u00a0%.",
      "Format is 50\u00a0%, the minimum is 90\u00a0%.",
    ]);
    expect(shortWords(evaluateGate(low))).toBe("Blocked by accuracy and format");
    expect(refusalWords(evaluateGate(low), "support/reply")).toContain("v17 of support/reply has not passed");
    expect(evaluateGate(facts({ dimensions: measured({ accuracy: { score: 0.9 - 1e-15 } }) })).state).toBe("passed");
  });

  it("blocks a version that breaks significantly more cases than it fixes, in any dimension", () => {
    const worse = facts({
      policy: { minimums: {}, isNotWorse: true, alpha: 0.05 },
      dimensions: measured({ safety: { broken: 9, fixed: 1, same: 114 } }),
      cases: { broken: 9, fixed: 1, same: 114 },
    });
    expect(evaluateGate(worse)).toMatchObject({ state: "failed" });
    expect(messages(worse)).toEqual(["Worse than v16 in safety: 9 cases broken, 1 fixed (p = 0.011)."]);
    expect(evaluateGate(worse).comparison?.sentence).toContain("Worse than v16 in safety");
    expect(evaluateGate(worse).dimensions.find(({ dimension }) => dimension === "safety")?.passes).toBe(false);
    const four = measured({ safety: { broken: 4, fixed: 0, same: 120 } });
    expect(evaluateGate(facts({ dimensions: four, cases: { broken: 4, fixed: 0, same: 120 } })).state).toBe("passed");
  });

  it("accepts a run with exactly a tenth unusable answers, and none with more", () => {
    const answers = (failed: number) => facts({ run: run(17, { failed, progress: { done: 100, total: 100 } }) });
    expect(codes(answers(10))).toEqual([]);
    expect(codes(answers(11))).toEqual(["too_many_failed"]);
    const judged = (invalidJudgements: number) => facts({ run: run(17, { judgements: 100, invalidJudgements }) });
    expect(codes(judged(10))).toEqual([]);
    expect(codes(judged(11))).toEqual(["too_many_invalid"]);
  });

  it("passes a score equal to the minimum, and fails one below it by more than rounding", () => {
    const stateAt = (score: number) => evaluateGate(facts({ dimensions: measured({ format: { score } }) })).state;
    expect(stateAt(0.9)).toBe("passed");
    expect(stateAt(0.9 - 5e-10)).toBe("passed");
    expect(stateAt(0.9 - 1e-9)).toBe("passed");
    expect(stateAt(0.9 - 2e-9)).toBe("failed");
  });

  it("is worse below the level, not at it", () => {
    // Five broken and none fixed give p = 1/32 exactly.
    const five = (alpha: number) =>
      facts({
        policy: { minimums: {}, isNotWorse: true, alpha },
        dimensions: measured({ safety: { broken: 5, fixed: 0, same: 119 } }),
      });
    expect(codes(five(1 / 32))).toEqual([]);
    expect(codes(five(1 / 32 + 1e-12))).toEqual(["worse_than_live"]);
  });

  it("states how many cases are needed to detect a change", () => {
    const of = (same: number) => evaluateGate(facts({ cases: { fixed: 0, broken: 0, same } })).comparison?.sensitivity;
    expect(of(4)).toBe("With 4 cases it cannot detect anything: that takes at least 5.");
    expect(of(5)).toBe("With 5 cases, the smallest drop that it detects is 5 broken and none fixed.");
  });

  it("does not compare a version with itself, without a baseline, or if comparison is off", () => {
    const without = { baseline: null, cases: null };
    for (const more of [{ liveVersion: 17 }, { liveVersion: null }]) {
      expect(evaluateGate(facts({ ...without, ...more }))).toMatchObject({ state: "passed", liveVersion: null });
    }
    const policy = { minimums: { accuracy: 0.9 }, isNotWorse: false, alpha: 0.05 };
    const bad = measured({ accuracy: { broken: 90 } });
    expect(evaluateGate(facts({ policy, dimensions: bad }))).toMatchObject({ state: "passed", comparison: null });
  });

  it("says what is missing, and why", () => {
    const none = { run: null, baseline: null, dimensions: null, cases: null };
    const words = (stale: GateFacts["stale"]) => messages(facts({ ...none, stale }))[0];
    expect(evaluateGate(facts(none))).toMatchObject({ state: "missing", dimensions: [], comparison: null });
    expect(words(null)).toContain("was not evaluated on “Support replies” yet");
    expect(words("set")).toContain("other cases of “Support replies” than the approved ones (revision 4)");
    expect(words("scorers")).toContain("scorers");
    expect(words("settings")).toContain("another model or other repeats");
    const alone = facts({ baseline: null, cases: null });
    expect([evaluateGate(alone).state, codes(alone)]).toEqual(["missing", ["baseline_missing"]]);
    expect(shortWords(evaluateGate(alone))).toBe("Waiting for a comparison");
    const stopped = facts({ baseline: run(16, { status: "cancelled" }), cases: null });
    expect(messages(stopped)[0]).toContain("did not finish");
  });

  it("waits for a run of the version or of the live version", () => {
    const going = { status: "running", progress: { done: 12, total: 40 } } as const;
    const own = facts({ run: run(17, going), dimensions: null, cases: null });
    expect([evaluateGate(own).state, codes(own)]).toEqual(["running", ["running"]]);
    expect(shortWords(evaluateGate(own))).toBe("Evaluating 12 of 40");
    const other = facts({ baseline: run(16, going), cases: null });
    expect([evaluateGate(other).state, shortWords(evaluateGate(other))]).toEqual(["running", "Evaluating 12 of 40"]);
    const low = { baseline: run(16, going), cases: null, dimensions: measured({ accuracy: { score: 0.1 } }) };
    expect(evaluateGate(facts(low)).state).toBe("failed");
  });

  it("rejects a run with too many failures, or with too many invalid judgements", () => {
    const ten = { progress: { done: 100, total: 100 }, judgements: 100 };
    for (const counts of [{ failed: 10 }, { invalidJudgements: 10 }])
      expect(evaluateGate(facts({ run: run(17, { ...ten, ...counts }) })).state).toBe("passed");
    expect(codes(facts({ run: run(17, { ...ten, failed: 11 }) }))).toEqual(["too_many_failed"]);
    expect(codes(facts({ run: run(17, { ...ten, invalidJudgements: 11 }) }))).toEqual(["too_many_invalid"]);
    expect(codes(facts({ baseline: run(16, { ...ten, invalidJudgements: 11 }) }))).toEqual(["too_many_invalid"]);
    // Unusable results are not read as a score, neither a high nor a low one.
    const low = facts({ run: run(17, { ...ten, failed: 50 }), dimensions: measured({ accuracy: { score: 0.1 } }) });
    expect([evaluateGate(low).state, codes(low)]).toEqual(["inconclusive", ["too_many_failed"]]);
    for (const status of ["cancelled", "failed"] as const) {
      const stopped = facts({ run: run(17, { status, statusReason: "The budget was spent." }), dimensions: null });
      expect([evaluateGate(stopped).state, codes(stopped)]).toEqual(["inconclusive", ["run_stopped"]]);
      expect(messages(stopped)[0]).toContain(": The budget was spent. Run it again.");
    }
  });

  it("requires a measurement for each minimum", () => {
    const unseen = measured({ accuracy: { score: null, baselineScore: null, same: 0 } });
    expect(codes(facts({ dimensions: unseen }))).toEqual(["not_measured"]);
    expect(evaluateGate(facts({ dimensions: unseen })).state).toBe("inconclusive");
    const absent = { score: null, baselineScore: null };
    const rows = evaluateGate(facts({ dimensions: measured({ safety: absent }) })).dimensions;
    expect(rows.map(({ dimension }) => dimension)).toEqual(["accuracy", "format", "consistency"]);
    const policy = { minimums: {}, isNotWorse: true, alpha: 0.05 };
    const nothing = measured({ accuracy: absent, format: absent, safety: absent, consistency: absent });
    expect(messages(facts({ policy, dimensions: nothing }))[0]).toContain("measured anything");
    const lost = facts({ policy, dimensions: measured({ safety: { score: null } }) });
    expect(messages(lost)).toEqual(["Safety was measured of v16, but not of this version."]);
  });

  it("passes exactly if there is no finding against it, and never because of a worse score", () => {
    const part = fc.record({
      score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      broken: fc.nat({ max: 30 }),
      fixed: fc.nat({ max: 30 }),
    });
    fc.assert(
      fc.property(
        part,
        part,
        fc.nat({ max: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, two, bad, less) => {
          const withMargins = (more: number, minus: number) =>
            facts({
              run: run(17, { invalidJudgements: bad }),
              dimensions: measured({
                accuracy: { ...one, broken: one.broken + more, score: one.score && Math.max(0, one.score - minus) },
                format: two,
              }),
            });
          const result = evaluateGate(withMargins(0, 0));
          expect(result.state === "passed").toBe(result.reasons.length === 0);
          if (evaluateGate(withMargins(3, less)).state === "passed") expect(result.state).toBe("passed");
        },
      ),
    );
  });

  it("states if it cannot detect anything", () => {
    const few = facts({ cases: { fixed: 0, broken: 3, same: 0 }, dimensions: measured({ format: { broken: 3 } }) });
    expect(evaluateGate(few).comparison?.sensitivity).toBe(
      "With 3 cases it cannot detect anything: that takes at least 5.",
    );
    expect(dimensions).toHaveLength(4);
  });
});

describe("the judgement, in codes and values", () => {
  const findings = (more: Partial<GateFacts>) => judgeVersion(facts(more)).findings;

  it("waits for a queued or running run, with its progress", () => {
    for (const status of ["queued", "running"] as const) {
      const going = { status, progress: { done: 3, total: 40 } };
      const waiting = [{ code: "running", version: 17, done: 3, total: 40 }];
      expect(judgeVersion(facts({ run: run(17, going), dimensions: null, cases: null }))).toMatchObject({
        state: "running",
        findings: waiting,
        dimensions: [],
      });
      expect(judgeVersion(facts({ baseline: run(16, going), cases: null }))).toMatchObject({
        state: "running",
        findings: [{ ...waiting[0], version: 16 }],
      });
    }
  });

  it("distinguishes a cancelled run from a failed one", () => {
    const of = (status: "cancelled" | "failed") => findings({ run: run(17, { status, statusReason: "No budget." }) });
    expect(of("cancelled")).toEqual([{ code: "run_stopped", version: 17, isCancelled: true, why: "No budget." }]);
    expect(of("failed")).toEqual([{ code: "run_stopped", version: 17, isCancelled: false, why: "No budget." }]);
  });

  it("counts unusable answers per side", () => {
    expect(findings({ run: run(17, { failed: 20 }), baseline: run(16, { invalidJudgements: 30 }) })).toEqual([
      { code: "too_many_failed", version: 17, failed: 20, total: 124, limit: 0.1 },
      { code: "too_many_invalid", version: 16, invalid: 30, total: 124, limit: 0.1 },
    ]);
    const empty = run(17, { progress: { done: 0, total: 0 }, judgements: 0 });
    expect(findings({ run: empty })).toEqual([]);
    // The run of the live version is unusable too, which does not matter without a comparison.
    const policy = { minimums: { accuracy: 0.9 }, isNotWorse: false, alpha: 0.05 };
    expect(findings({ policy, baseline: run(16, { failed: 100 }) })).toEqual([]);
  });

  it("states why there is no comparison", () => {
    const missing = (more: Partial<GateFacts>) => findings({ cases: null, ...more });
    expect(missing({ baseline: null })).toEqual([{ code: "baseline_missing", why: "not_evaluated" }]);
    expect(missing({ baseline: null, isOtherJudge: true })).toEqual([{ code: "baseline_missing", why: "other_judge" }]);
    const stopped = run(16, { status: "failed" });
    expect(missing({ baseline: stopped, isOtherJudge: true })).toEqual([
      { code: "baseline_missing", why: "not_finished" },
    ]);
  });

  it("does not report worse before the live version is evaluated", () => {
    const worse = measured({ safety: { broken: 9, fixed: 0 } });
    expect(findings({ dimensions: worse, baseline: null, cases: null })).toEqual([
      { code: "baseline_missing", why: "not_evaluated" },
    ]);
    const judged = judgeVersion(facts({ dimensions: worse, baseline: null, cases: null }));
    expect(judged.dimensions.map(({ passes }) => passes)).toEqual([true, true, true, true]);
  });

  it("names each dimension that nothing measured, with the side that has it", () => {
    const absent = { score: null, baselineScore: null };
    expect(findings({ dimensions: measured({ accuracy: absent, safety: { score: null } }) })).toEqual([
      { code: "not_measured", dimension: "accuracy", isOfLive: false },
      { code: "not_measured", dimension: "safety", isOfLive: true },
    ]);
    expect(findings({ dimensions: measured({ safety: { score: null } }), liveVersion: null })).toEqual([]);
  });
});

describe("the rows of dimensions", () => {
  const rowOf = (more: Partial<DimensionFacts>, overrides: Partial<GateFacts> = {}) =>
    judgeVersion(facts({ dimensions: measured({ accuracy: more }), ...overrides })).dimensions.find(
      ({ dimension }) => dimension === "accuracy",
    );

  it("contain the score with its minimum, and the cases compared with the live version", () => {
    expect(rowOf({ score: 0.92, baselineScore: 0.9, broken: 2, fixed: 3, same: 119 })).toEqual({
      dimension: "accuracy",
      score: 0.92,
      minimum: 0.9,
      baselineScore: 0.9,
      fixed: 3,
      broken: 2,
      same: 119,
      p: 26 / 32,
      passes: true,
    });
    expect(rowOf({ score: 0.89 })?.passes).toBe(false);
    expect(rowOf({ broken: 9, fixed: 0 })?.passes).toBe(false);
  });

  it("contain no comparison if there is none", () => {
    const none = { baselineScore: null, fixed: 0, broken: 0, same: 0, p: null };
    const counts = { broken: 9, fixed: 1, same: 114 };
    expect(rowOf(counts, { liveVersion: null })).toMatchObject({ ...none, passes: true });
    expect(rowOf(counts, { baseline: run(16, { status: "failed" }), cases: null })).toMatchObject(none);
  });

  it("do not pass a minimum without a measurement", () => {
    expect(rowOf({ score: null, baselineScore: null })).toMatchObject({ score: null, minimum: 0.9, passes: false });
    const free = { policy: { minimums: {}, isNotWorse: true, alpha: 0.05 } };
    expect(rowOf({ score: 0.1 }, free)).toMatchObject({ minimum: null, passes: true });
    expect(rowOf({ score: null }, free)).toBeUndefined();
  });

  it("are empty before the run has finished", () => {
    expect(judgeVersion(facts({ run: run(17, { status: "failed" }) })).dimensions).toEqual([]);
    expect(judgeVersion(facts({ dimensions: null })).dimensions).toEqual([]);
  });
});
