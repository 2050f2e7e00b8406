import { describe, expect, it } from "vitest";
import { emptySide } from "@/lib/evaluation/online/sums";
import type { LiveSide } from "@/lib/evaluation/online/types";
import {
  anytimeP,
  fisherExact,
  logEvidenceOfShift,
  logEvidencePastLine,
  pastLineMean,
  pastLineProportion,
  worseMean,
  worseProportion,
} from "@/lib/experiments/statistics";
import { alarmP, betterP, comparisonP, hasSharedIds, lineP, progressOf, testsInFirstWindow } from "./compare";

const side = (n: number, more: Partial<LiveSide> = {}): LiveSide => ({
  ...emptySide(1),
  n,
  users: n,
  counted: n,
  effectiveUsers: n,
  ...more,
});
const rate = (n: number, passed: number, more: Partial<LiveSide> = {}) => side(n, { passed, ...more });
const count = (total: number, successes: number) => ({ total, successes });
const filling = { isFull: false, milestone: 0, milestonesSeen: 0 };
const full = { isFull: true, milestone: 4, milestonesSeen: 4 };

describe("the position of a check in the window", () => {
  it.each([
    [199, 0, false],
    [200, 1, false],
    [399, 1, false],
    [400, 2, false],
    [600, 3, false],
    [799, 3, false],
    [800, 4, false],
    [999, 4, false],
    [1000, 4, true],
  ])("after %i of 1,000 is milestone %i, full: %s", (n, milestone, isFull) => {
    expect(progressOf(rate(n, 0), 1000, 2)).toEqual({ isFull, milestone, milestonesSeen: 2 });
  });

  it("counts judgements without a verdict, because they use a place in the window", () => {
    expect(progressOf(rate(150, 0, { invalid: 50 }), 1000, 0).milestone).toBe(1);
    expect(progressOf(rate(950, 0, { invalid: 50 }), 1000, 0).isFull).toBe(true);
  });

  it("shares α among three tests, one of them over four milestones", () => {
    expect(testsInFirstWindow).toBe(12);
  });
});

it("ignores user ids with fewer than five effective users", () => {
  expect(hasSharedIds(rate(100, 90, { effectiveUsers: 4.9 }))).toBe(true);
  expect(hasSharedIds(rate(100, 90, { effectiveUsers: 5 }))).toBe(false);
  expect(hasSharedIds(rate(0, 0))).toBe(false);
});

describe("how many independent answers a side is worth", () => {
  const before = rate(1000, 900);
  const of = (now: LiveSide, then = before) => comparisonP("rate", "lower", { baseline: then, current: now });
  const p = (total: number, passed: number, then = count(1000, 900)) =>
    worseProportion(then, count(total, passed), { worse: "lower" }).p;

  it("is its count where every user has one answer", () => {
    expect(of(rate(400, 340))).toBe(p(400, 340));
  });

  it("uses the larger design effect of both sides", () => {
    expect(of(rate(400, 340, { designEffect: 4 }))).toBe(p(100, 85, count(250, 225)));
    expect(of(rate(400, 340), rate(1000, 900, { designEffect: 4 }))).toBe(p(100, 85, count(250, 225)));
  });

  it("is at most its users while they are fewer than 100", () => {
    expect(of(rate(400, 320, { effectiveUsers: 99 }))).toBe(p(99, 79));
    expect(of(rate(400, 320, { effectiveUsers: 100 }))).toBe(p(400, 320));
    // Few answers of many users are not counted as more.
    expect(of(rate(40, 32, { effectiveUsers: 40, designEffect: 2 }))).toBe(p(20, 16, count(500, 450)));
  });

  it("is its count of answers if the previous version has shared ids", () => {
    const shared = rate(1000, 900, { effectiveUsers: 1, designEffect: 50 });
    expect(of(rate(400, 340, { effectiveUsers: 1 }), shared)).toBe(p(400, 340));
  });
});

describe("the p value that is shown", () => {
  const mean = (value: number, sd: number, more: Partial<LiveSide> = {}) => side(200, { mean: value, sd, ...more });

  it("is one-sided, towards worse", () => {
    const sides = { baseline: rate(1000, 900), current: rate(1000, 850) };
    expect(comparisonP("rate", "lower", sides)).toBeLessThan(0.001);
    expect(comparisonP("rate", "higher", sides)).toBeGreaterThan(0.999);
    const slower = { baseline: mean(1000, 100), current: mean(1050, 100) };
    expect(comparisonP("mean", "higher", slower)).toBeLessThan(0.001);
    expect(comparisonP("mean", "lower", slower)).toBeGreaterThan(0.999);
  });

  it("is Welch's for means, over the effective answers of each side", () => {
    const sides = { baseline: mean(1000, 100), current: mean(1020, 120, { designEffect: 2 }) };
    const summary = (value: number, sd: number) => ({ n: 100, mean: value, sd });
    expect(comparisonP("mean", "higher", sides)).toBe(
      worseMean(summary(1000, 100), summary(1020, 120), { worse: "higher" }).p,
    );
    const single = { baseline: side(1, { mean: 1, sd: 0 }), current: side(200, { mean: 2, sd: 1 }) };
    expect(comparisonP("mean", "higher", single)).toBeGreaterThanOrEqual(0);
  });

  it("is certain if all values of each side are equal", () => {
    const at = (worse: "lower" | "higher", before: number, now: number) =>
      comparisonP("mean", worse, { baseline: mean(before, 0), current: mean(now, 0) });
    expect([at("higher", 1, 2), at("higher", 2, 1), at("higher", 1, 1)]).toEqual([0, 1, 1]);
    expect([at("lower", 2, 1), at("lower", 1, 2), at("lower", 1, 1)]).toEqual([0, 1, 1]);
  });
});

describe("the p value of an alarm", () => {
  const [before, now] = [count(1000, 900), count(400, 330)];
  const sides = { baseline: rate(1000, 900), current: rate(400, 330) };
  const sequential = anytimeP(logEvidenceOfShift(before, now, { worse: "lower" }));

  it("is Fisher's for a full window, corrected for a thousand checks and three tests", () => {
    const drop = { baseline: rate(1000, 900), current: rate(1000, 800) };
    const { pLower } = fisherExact(count(1000, 900), count(1000, 800));
    expect(alarmP("rate", "lower", drop, full)).toBeCloseTo(pLower * 3000, 12);
    expect(alarmP("rate", "lower", sides, full)).toBeCloseTo(fisherExact(before, now).pLower * 3000, 12);
    expect(alarmP("rate", "higher", drop, full)).toBe(1);
  });

  it("is the sequential one while the window fills, at a third of α", () => {
    expect(alarmP("rate", "lower", sides, filling)).toBeCloseTo(3 * sequential, 12);
  });

  it("is the smaller of both at a milestone, which counts once", () => {
    const grouped = fisherExact(before, now).pLower * 4;
    expect(grouped).toBeLessThan(sequential);
    const at = (milestonesSeen: number) =>
      alarmP("rate", "lower", sides, { isFull: false, milestone: 2, milestonesSeen });
    expect(at(1)).toBeCloseTo(3 * grouped, 12);
    expect(at(2)).toBeCloseTo(3 * sequential, 12);
  });

  it("is 1 if the side is not worse or has no answers", () => {
    expect(alarmP("rate", "lower", { baseline: rate(1000, 900), current: rate(1000, 900) }, filling)).toBe(1);
    expect(alarmP("rate", "lower", { baseline: rate(1000, 900), current: rate(1000, 950) }, filling)).toBe(1);
    expect(alarmP("rate", "lower", { baseline: rate(0, 0), current: rate(100, 0) }, filling)).toBe(1);
    expect(alarmP("rate", "lower", { baseline: rate(100, 100), current: rate(0, 0) }, filling)).toBe(1);
  });

  it("uses the opposite side to test for better", () => {
    const rise = { baseline: rate(1000, 800), current: rate(1000, 900) };
    for (const progress of [filling, full]) {
      expect(betterP("rate", "lower", rise, progress)).toBe(alarmP("rate", "higher", rise, progress));
      expect(betterP("rate", "lower", rise, progress)).toBeLessThan(0.001);
      expect(betterP("rate", "higher", rise, progress)).toBe(1);
    }
  });

  describe("of a mean", () => {
    const tail = (share: number) => ({ count: share, designEffect: 1 });
    const none = tail(0);
    const tails = (above50: number, above90: number, n: number) =>
      side(n, { tails: { above50: tail(above50), above90: tail(above90), below50: none, below10: none } });
    const slower = { baseline: tails(500, 100, 1000), current: tails(250, 90, 400) };

    it("counts values beyond the median and the tail of the previous version", () => {
      const p50 = fisherExact(count(1000, 500), count(400, 250)).pHigher;
      const p90 = fisherExact(count(1000, 100), count(400, 90)).pHigher;
      expect(alarmP("mean", "higher", slower, full)).toBeCloseTo(Math.min(p50, p90) * 2 * 3000, 12);
    });

    it("averages the evidence of both tails while the window fills", () => {
      const evidence = (a: ReturnType<typeof count>, b: ReturnType<typeof count>) =>
        Math.exp(logEvidenceOfShift(a, b, { worse: "higher" }));
      const both = (evidence(count(1000, 500), count(400, 250)) + evidence(count(1000, 100), count(400, 90))) / 2;
      expect(alarmP("mean", "higher", slower, filling)).toBeCloseTo(3 / both, 12);
    });

    it("uses the lower tails if less is worse, and no evidence without tails", () => {
      expect(alarmP("mean", "lower", slower, filling)).toBe(1);
      const lower = (below50: number, below10: number, n: number) =>
        side(n, { tails: { above50: none, above90: none, below50: tail(below50), below10: tail(below10) } });
      const fell = { baseline: lower(500, 100, 1000), current: lower(250, 90, 400) };
      expect(alarmP("mean", "lower", fell, filling)).toBe(alarmP("mean", "higher", slower, filling));
      expect(alarmP("mean", "higher", { baseline: side(1000), current: side(400) }, filling)).toBe(1);
    });
  });
});

describe("the p value for a value beyond a line", () => {
  const at = (line: number, isFull = false) => ({ line, isFull });

  it("is the sequential one for a rate, then that of the full window over a thousand checks", () => {
    const now = rate(400, 280);
    expect(lineP("rate", "lower", at(0.8), now)).toBe(
      anytimeP(logEvidencePastLine(count(400, 280), { worse: "lower", line: 0.8 })),
    );
    expect(lineP("rate", "lower", at(0.8, true), now)).toBe(
      Math.min(1, pastLineProportion(count(400, 280), { worse: "lower", line: 0.8 }).p * 1000),
    );
    expect(lineP("rate", "higher", at(0.8), now)).toBe(1);
  });

  it("ignores the other side: only its own users count", () => {
    expect(lineP("rate", "lower", at(0.8), rate(400, 280, { effectiveUsers: 1 }))).toBe(
      anytimeP(logEvidencePastLine(count(1, 0.7), { worse: "lower", line: 0.8 })),
    );
  });

  it("needs five independent values for a mean", () => {
    const slow = (n: number, more: Partial<LiveSide> = {}) => side(n, { mean: 3000, sd: 100, ...more });
    expect(lineP("mean", "higher", at(2000), slow(4))).toBe(1);
    expect(lineP("mean", "higher", at(2000), slow(5))).toBeLessThan(1);
    expect(lineP("mean", "higher", at(2000), slow(300, { designEffect: 100 }))).toBe(1);
    expect(lineP("mean", "higher", at(2000), slow(0))).toBe(1);
    expect(lineP("rate", "lower", at(0.8), rate(0, 0))).toBe(1);
  });

  it("is Student's for a mean in a full window, over a thousand checks", () => {
    const near = side(200, { mean: 1030, sd: 100 });
    const { p } = pastLineMean({ n: 200, mean: 1030, sd: 100 }, { worse: "higher", line: 1000 });
    expect(lineP("mean", "higher", at(1000, true), near)).toBeCloseTo(Math.min(1, p * 1000), 12);
    // Before the window is full, the always-valid interval is wider than that of a single check, and narrower than that
    // of a thousand.
    const open = lineP("mean", "higher", at(1000), near);
    expect(open).toBeGreaterThan(p);
    expect(open).toBeLessThan(p * 1000);
    expect(lineP("mean", "lower", at(1000), near)).toBe(1);
  });

  it("is certain if all values are equal", () => {
    const still = side(50, { mean: 3, sd: 0 });
    expect(lineP("mean", "higher", at(2), still)).toBe(0);
    expect(lineP("mean", "higher", at(4), still)).toBe(1);
  });
});
