import { describe, expect, it } from "vitest";
import { anytimeP, logEvidenceOfShift, logEvidencePastLine } from "./odds-shift";
import { mulberry32 } from "./seeded";

const lower = { worse: "lower" } as const;

describe("evidence that a rate got worse", () => {
  it("is strong after a few failures against 90 %, also for metrics where higher is worse", () => {
    const before = { successes: 504, total: 560 };
    const failed = (total: number) => logEvidenceOfShift(before, { successes: 0, total }, lower);
    expect(failed(3)).toBeLessThan(Math.log(1 / 0.001));
    expect(failed(6)).toBeGreaterThan(Math.log(1 / 0.001));
    expect(failed(25)).toBeGreaterThan(40);
    const mirrored = logEvidenceOfShift(
      { successes: 56, total: 560 },
      { successes: 25, total: 25 },
      { worse: "higher" },
    );
    expect(mirrored).toBeCloseTo(failed(25), 8);
  });

  it("is absent without a change, after an improvement, and without outcomes", () => {
    const before = { successes: 900, total: 1_000 };
    expect(logEvidenceOfShift(before, { successes: 450, total: 500 }, lower)).toBeLessThan(0);
    expect(logEvidenceOfShift(before, { successes: 500, total: 500 }, lower)).toBeLessThan(0);
    expect(logEvidenceOfShift(before, { successes: 0, total: 0 }, lower)).toBe(0);
    expect(logEvidenceOfShift({ successes: 0, total: 0 }, before, lower)).toBe(0);
  });

  it("is a mixture of likelihood ratios: its expectation over the next answer is its current value", () => {
    // Under the null, the predictive probability of a failure is that of the pooled counts with half a count added to
    // each.
    const [before, bad, total] = [{ successes: 17, total: 20 }, 2, 7];
    const at = (more: number) =>
      Math.exp(logEvidenceOfShift(before, { successes: total + 1 - bad - more, total: total + 1 }, lower));
    const failing = (3 + bad + 0.5) / (20 + total + 1);
    const now = Math.exp(logEvidenceOfShift(before, { successes: total - bad, total }, lower));
    expect(failing * at(1) + (1 - failing) * at(0)).toBeCloseTo(now, 6);
  });

  it.each([0.5, 0.9, 0.99])("exceeds 1 / α at any check in at most α of releases without a change at %d", (rate) => {
    const [runs, alpha, baseline] = [300, 0.05, 200];
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const random = mulberry32(run * 7_919 + 1);
      const draw = (count: number) => Array.from({ length: count }, () => Number(random() < rate));
      const previous = { successes: draw(baseline).reduce((sum, one) => sum + one, 0), total: baseline };
      let successes = 0;
      for (let total = 1; total <= 300; total++) {
        successes += Number(random() < rate);
        if (total > 30 && total % 10 > 0) continue;
        if (logEvidenceOfShift(previous, { successes, total }, lower) < Math.log(1 / alpha)) continue;
        alarms++;
        break;
      }
    }
    // 15 are expected at the nominal level. 28 is three standard deviations above.
    expect(alarms).toBeLessThan(28);
  });
});

describe("evidence that a rate is beyond a line", () => {
  it("handles lines at 0 and 1, and on either side", () => {
    const half = { successes: 50, total: 100 };
    expect(logEvidencePastLine(half, { worse: "lower", line: 0.9 })).toBeGreaterThan(30);
    expect(logEvidencePastLine(half, { worse: "higher", line: 0.1 })).toBeCloseTo(
      logEvidencePastLine(half, { worse: "lower", line: 0.9 }),
      10,
    );
    expect(logEvidencePastLine(half, { worse: "lower", line: 0.4 })).toBeLessThan(0);
    expect(logEvidencePastLine(half, { worse: "lower", line: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(logEvidencePastLine(half, { worse: "lower", line: 0 })).toBe(0);
    expect(logEvidencePastLine({ successes: 0, total: 0 }, { worse: "lower", line: 0.5 })).toBe(0);
  });
});

it("a p-value of an e-value is its inverse, at most 1", () => {
  expect([anytimeP(Math.log(1_000)), anytimeP(-3), anytimeP(Number.POSITIVE_INFINITY)]).toEqual([
    expect.closeTo(0.001, 12),
    1,
    0,
  ]);
});
