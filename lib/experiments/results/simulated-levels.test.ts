/** @module-tag slow */
import { describe, expect, test } from "vitest";
import { simulateArms, splits, worldsOf } from "@/lib/testing/simulated-arms";
import { mulberry32, sequentialMismatch } from "../statistics";
import { compareMetric } from "./compare";

// A short version of `npm run simulate:statistics`: a few runs of every scenario, enough to detect serious errors.
const runs = 30;
const mostOf = (n: number, p: number) => n * p + 4 * Math.sqrt(n * p * (1 - p));

describe.each(Object.entries(splits))("A/A at %s", (_, users) => {
  const few = [Math.round(users[0] / 2), Math.round(users[1] / 2)] as const;

  test("no setting has an error rate far above one in twenty, nor have all together", () => {
    let all = 0;
    const worlds = worldsOf(few);
    for (const { world } of worlds) {
      const random = mulberry32(world.name.length);
      let alarms = 0;
      for (let run = 0; run < runs; run++) {
        const [control, candidate] = simulateArms(world, random);
        const { p, interval } = compareMetric(world.metric, control, candidate, 0.95);
        if (p < 0.05) alarms++;
        expect(p < 0.05).toBe(interval[0] > 0 || interval[1] < 0);
      }
      all += alarms;
      expect(alarms, world.name).toBeLessThanOrEqual(mostOf(runs, 0.065));
    }
    expect(all).toBeLessThanOrEqual(mostOf(runs * worlds.length, 0.05));
  }, 120_000);
});

test("the split check never fails for a correct split, and detects a wrong one", () => {
  const random = mulberry32(5);
  const isCalled = (share: number, planned: number) => {
    const seen: [number, number] = [0, 0];
    for (let user = 1; user <= 6_000; user++) {
      seen[random() < share ? 0 : 1]++;
      if (user % 50 === 0 && sequentialMismatch(seen, [planned, 1 - planned]).mismatch) return true;
    }
    return false;
  };
  const called = (share: number, planned: number) =>
    Array.from({ length: 100 }, () => isCalled(share, planned)).filter(Boolean).length;
  expect(called(0.5, 0.5) + called(0.9, 0.9)).toBeLessThanOrEqual(1);
  expect(called(0.55, 0.5)).toBeGreaterThanOrEqual(99);
});
