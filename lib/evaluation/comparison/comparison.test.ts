import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import { type CaseMarks, compareCase } from "./comparison";

const marks = (failing: Dimension[] = [], missing: Dimension[] = []): CaseMarks => {
  const of = <T>(pass: T, fail: T) =>
    Object.fromEntries(
      dimensions.map((one) => [one, missing.includes(one) ? null : failing.includes(one) ? fail : pass]),
    );
  return { scores: of(1, 0) as CaseMarks["scores"], passed: of(true, false) as CaseMarks["passed"] };
};

const anyMarks: fc.Arbitrary<CaseMarks> = fc
  .record({
    accuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    format: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    safety: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    consistency: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map((values) => ({
    scores: values,
    passed: Object.fromEntries(
      Object.entries(values).map(([one, value]) => [one, value === null ? null : value > 0.5]),
    ) as CaseMarks["passed"],
  }));

describe("a case", () => {
  it("is broken if one dimension no longer passes, even if others improved", () => {
    expect(compareCase(marks(["format"]), marks(["accuracy"]))).toMatchObject({
      verdict: "broken",
      changes: { accuracy: "fixed", format: "broken", safety: "same", consistency: "same" },
    });
  });

  it("is fixed if one dimension passes now, and none broke", () => {
    expect(compareCase(marks(), marks(["safety"]))).toMatchObject({ verdict: "fixed", changes: { safety: "fixed" } });
  });

  it("is not broken by a missing measurement: an invalid judgement is no score", () => {
    expect(compareCase(marks([], ["accuracy"]), marks())).toMatchObject({
      verdict: "same",
      changes: { accuracy: "gone" },
    });
    expect(compareCase(marks([], [...dimensions]), marks()).verdict).toBe("gone");
  });

  it("is in one run only if the other has no result of it", () => {
    expect(compareCase(marks(["format"]), null).verdict).toBe("new");
    expect(compareCase(null, marks()).verdict).toBe("gone");
  });

  it("is new, not gone, if both runs measured it in different dimensions", () => {
    const [onlyFormat, onlySafety] = [
      marks([], ["accuracy", "safety", "consistency"]),
      marks([], ["accuracy", "format", "consistency"]),
    ];
    const expected = { accuracy: null, format: "new", safety: "gone", consistency: null };
    expect(compareCase(onlyFormat, onlySafety)).toEqual({ verdict: "new", changes: expected });
  });
});

describe("a pair of results", () => {
  it("in reverse order, has broken cases as fixed, and equal ones as equal", () => {
    fc.assert(
      fc.property(fc.option(anyMarks), fc.option(anyMarks), (now, before) => {
        const there = compareCase(now, before);
        const back = compareCase(before, now);
        for (const one of dimensions) {
          expect(there.changes[one] === "broken").toBe(back.changes[one] === "fixed");
          expect(there.changes[one] === "new").toBe(back.changes[one] === "gone");
        }
        expect(there.verdict === "same").toBe(back.verdict === "same");
      }),
    );
  });

  it("of a run with itself breaks nothing and fixes nothing", () => {
    fc.assert(
      fc.property(anyMarks, (one) => {
        const changes = Object.values(compareCase(one, one).changes);
        expect(changes.every((change) => change === "same" || change === null)).toBe(true);
      }),
    );
  });
});
