import { describe, expect, it } from "vitest";
import { mulberry32, normalSample, summarize, worseMean, worseProportion } from "@/lib/experiments/statistics";
import { testsInFirstWindow } from "./compare";
import { detectableMeanChange, detectableRateChange } from "./sensitivity";

const usual = { worse: "lower", baseline: 0.9, margin: 0.02, alpha: 0.01, metrics: 1 } as const;

/** The share of simulated checks that detect a version that is worse by this amount. */
function shareSeen({
  perSide,
  drop,
  alpha = 0.01 / testsInFirstWindow,
}: {
  perSide: number;
  drop: number;
  alpha?: number;
}): number {
  const random = mulberry32(7);
  const draw = (rate: number) => {
    let successes = 0;
    for (let index = 0; index < perSide; index++) if (random() < rate) successes++;
    return { successes, total: perSide };
  };
  const runs = 2_000;
  let seen = 0;
  for (let run = 0; run < runs; run++) {
    const { p, worsening } = worseProportion(draw(0.9), draw(0.9 - drop), { worse: "lower" });
    if (p < alpha && worsening >= 0.02) seen++;
  }
  return seen / runs;
}

describe("the smallest change a guard detects", () => {
  it.each([200, 400, 1_000])("is detected about four times in five with %i answers per side", (perSide) => {
    const drop = detectableRateChange({ ...usual, perSide });
    expect(shareSeen({ perSide, drop })).toBeGreaterThan(0.74);
    expect(shareSeen({ perSide, drop })).toBeLessThan(0.88);
    expect(shareSeen({ perSide, drop: drop * 0.6 })).toBeLessThan(0.4);
  });

  it("is smaller with more scores, larger with more metrics, a lower α and a wider margin", () => {
    const at = (change: Partial<Parameters<typeof detectableRateChange>[0]>) =>
      detectableRateChange({ ...usual, perSide: 400, ...change });
    expect(at({ perSide: 1_000 })).toBeLessThan(at({}));
    expect(at({ metrics: 5 })).toBeGreaterThan(at({}));
    expect(at({ alpha: 0.001 })).toBeGreaterThan(at({}));
    expect(at({ margin: 0.15 })).toBeGreaterThan(0.15);
    expect(at({ worse: "higher", baseline: 0.1 })).toBeCloseTo(at({}), 10);
  });

  it("is null if no change can be detected", () => {
    expect(detectableRateChange({ ...usual, baseline: 0.05, perSide: 50 })).toBe(Number.POSITIVE_INFINITY);
    expect(detectableRateChange({ ...usual, baseline: 0, perSide: 1_000 })).toBe(Number.POSITIVE_INFINITY);
  });

  it("is detected about four times in five for a mean, too", () => {
    const random = mulberry32(11);
    const more = detectableMeanChange({ spread: 0.5, margin: 0.05, alpha: 0.01, metrics: 2, perSide: 300 });
    const side = (mean: number) => summarize(Array.from({ length: 300 }, () => mean + 0.5 * normalSample(random)));
    const seen = Array.from({ length: 1_000 }, () => worseMean(side(1), side(1 + more), { worse: "higher" })).filter(
      ({ p, worsening }) => p < 0.005 / testsInFirstWindow && worsening >= 0.05,
    ).length;
    expect(seen).toBeGreaterThan(740);
    expect(seen).toBeLessThan(860);
  });
});
