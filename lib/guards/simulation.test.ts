/** @module-tag slow */
import { describe, expect, it } from "vitest";
import { changing, eightMetrics, playTraffic, type SimulatedMetric } from "@/lib/testing/guard-traffic";

// A short version of `npm run simulate:statistics`. The full tables are in docs/statistics.md.
const seeds = (runs: number) => Array.from({ length: runs }, (_, index) => (index + 1) * 7919);
const count = (all: readonly (number | null)[]) => all.filter((one) => one !== null).length;

describe("a version that fails every answer", () => {
  it.each([1, 4, 8])(
    "is told of and rolled back within 25 answers, as one of %i metrics",
    (of) => {
      for (const seed of seeds(10)) {
        const { alertedAt, rolledBack } = playTraffic({ seed, metrics: changing(of, 1, 0.9), scores: 25 });
        expect(alertedAt).toBeLessThanOrEqual(10);
        expect(rolledBack).toBeLessThanOrEqual(25);
      }
    },
    60_000,
  );
});

it.each([0.9, 0.98])(
  "a rollback of a version that fails everything takes several users (%d before), however often each asks",
  (rate) => {
    const metrics: SimulatedMetric[] = [{ name: "scorer:m0", rate, drop: rate }];
    const perUser = 25;
    for (const seed of seeds(10)) {
      const { rolledBack } = playTraffic({
        seed,
        metrics,
        scores: 20 * perUser,
        answers: () => perUser,
        isAlike: true,
      });
      expect(rolledBack).toBeGreaterThan(3 * perUser);
      expect(rolledBack).toBeLessThanOrEqual(10 * perUser);
    }
  },
);

describe("a drop of ten points, 90 % to 80 %", () => {
  it.each([
    [1, 0.95],
    [8, 0.9],
  ])(
    "as one of %i metrics is told within 400 scores in at least %d of runs",
    (of, share) => {
      const played = seeds(30).map((seed) => playTraffic({ seed, metrics: changing(of, 1, 0.1), scores: 400 }));
      expect(count(played.map(({ alertedAt }) => alertedAt)) / played.length).toBeGreaterThanOrEqual(share);
    },
    120_000,
  );
});

describe("a week without any change, with eight metrics", () => {
  it.each([
    ["one answer of every user", {}],
    ["five answers of every user, all alike", { answers: () => 5, isAlike: true }],
    ["an old version with few scores", { baselineScores: 300 }],
  ])(
    "%s: nothing goes back, and alerts are rare",
    (_, more) => {
      const played = seeds(3).map((seed) => playTraffic({ seed, metrics: eightMetrics, scores: 7_000, ...more }));
      expect(played.filter(({ rolledBack }) => rolledBack !== null)).toEqual([]);
      expect(count(played.map(({ alertedAt }) => alertedAt))).toBeLessThanOrEqual(1);
    },
    180_000,
  );
});
