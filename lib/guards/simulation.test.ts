import { describe, expect, it } from "vitest";
import { playTraffic, type SimulatedMetric } from "@/lib/testing/guard-traffic";

// Larger runs of the same stand in docs/decisions.md.
const rates = [0.9, 0.8, 0.85, 0.95, 0.7, 0.92];
const eight: readonly SimulatedMetric[] = [
  ...rates.map((rate, index): SimulatedMetric => ({ name: `scorer:m${index}`, rate })),
  { name: "latency" },
  { name: "cost" },
];
/** `many` of the first metrics fall from 90 % to 80 %. */
const dropping = (of: number, many: number) =>
  eight.slice(0, of).map((metric, index) => (index < many ? { name: metric.name, rate: 0.9, drop: 0.1 } : metric));
const seeds = (runs: number) => Array.from({ length: runs }, (_, index) => (index + 1) * 7919);

describe("a drop of ten points, 90 % to 80 %", () => {
  it.each([
    [1, 1],
    [4, 1],
    [8, 1],
    [8, 3],
  ])(
    "of %i watched metrics, in %i of them: told within 400 scores in 95 % of runs",
    (of, many) => {
      const played = seeds(200).map((seed) => playTraffic({ seed, metrics: dropping(of, many), scores: 400 }));
      const told = played.filter(({ told }) => told !== null).length;
      const rolledBack = played.filter(({ rolledBack }) => rolledBack !== null).length;
      expect(told).toBeGreaterThanOrEqual(190);
      expect(rolledBack).toBeGreaterThanOrEqual(160);
    },
    60_000,
  );

  it("of thirty points goes back as soon as there are two looks", () => {
    const metrics = eight.map((metric, index) => (index === 2 ? { ...metric, drop: 0.3 } : metric));
    for (const seed of seeds(50)) expect(playTraffic({ seed, metrics, scores: 300 }).rolledBack).toBe(220);
  }, 60_000);
});

describe("a week in which nothing changed, eight metrics, a look every 20 scores", () => {
  it.each([
    ["1,000 scores a day", {}, 60],
    ["five answers of every user, all alike", { perUser: 5 }, 15],
    ["an old version with few scores", { baselineScores: 300 }, 15],
  ])(
    "%s: nothing goes back, and alerts are rare",
    (_, more, weeks) => {
      const played = seeds(weeks).map((seed) => playTraffic({ seed, metrics: eight, scores: 7_000, ...more }));
      expect(played.filter(({ rolledBack }) => rolledBack !== null)).toEqual([]);
      expect(played.filter(({ told }) => told !== null).length).toBeLessThanOrEqual(1);
    },
    120_000,
  );
});
