import { describe, expect, test } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import { simulateTimes, splits, timedWorldsOf } from "@/lib/testing/simulated-arms";
import { mulberry32 } from "../statistics";
import { compareMetric } from "./compare";
import { computeGuardrail } from "./guardrail";
import { computeLiveGuardrail } from "./live";

const mostOf = (n: number, p: number) => n * p + 4 * Math.sqrt(n * p * (1 - p));
const quantiles = ["latency_p50", "latency_p95"] as const;

describe.each(Object.entries(splits))("times without a difference, at %s", (_, users) => {
  const few = [Math.round(users[0] / 2), Math.round(users[1] / 2)] as const;

  test.each(timedWorldsOf(few).filter(({ use }) => use === "1"))(
    "$world.name: false alarms stay at their level, also when a quantile is between two modes",
    ({ world }) => {
      const [random, runs] = [mulberry32(world.name.length), 40];
      const called = { latency_p50: 0, latency_p95: 0 };
      for (let run = 0; run < runs; run++) {
        const [control, arm] = simulateTimes(world, random);
        for (const metric of quantiles) {
          const { p, interval } = compareMetric(metric, control, arm, 0.95);
          if (p < 0.05) called[metric]++;
          expect(p < 0.05).toBe(interval[0] > 0 || interval[1] < 0);
          const guardrail = { metric, margin: 0.1 };
          const read = computeGuardrail(guardrail, control, arm, 0.05);
          expect(read.p < 0.05).toBe(read.interval[0] > (read.margin ?? 0));
        }
      }
      for (const metric of quantiles) expect(called[metric], metric).toBeLessThanOrEqual(mostOf(runs, 0.065));
    },
  );
});

test("no live guardrail on times between two modes stops an experiment without harm", () => {
  const { world } = timedWorldsOf([1_000, 1_000]).filter(({ time }) => time === "half from a cache")[0] ?? {};
  if (!world) throw new Error("there is such a world");
  const random = mulberry32(3);
  const stops = Array.from({ length: 60 }, () => {
    const [control, arm] = simulateTimes(world, random);
    return computeLiveGuardrail(
      { plan: abPlan(), required: 1_000, control, arm },
      { metric: "latency_p50", margin: 0.1 },
    );
  }).filter(({ isHarm }) => isHarm).length;
  expect(stops).toBeLessThanOrEqual(mostOf(60, 0.05));
});

test("a time that grows by a fifth for everybody is seen", () => {
  const { world } = timedWorldsOf([1_000, 1_000]).filter(({ time }) => time === "log-normal")[0] ?? {};
  if (!world) throw new Error("there is such a world");
  const random = mulberry32(4);
  const [control] = simulateTimes(world, random);
  const slower = { ...world, time: (draw: () => number, own: number) => 1.2 * world.time(draw, own) };
  const [, arm] = simulateTimes(slower, random);
  const { p, interval } = compareMetric("latency_p50", control, arm, 0.95);
  expect(p).toBeLessThan(0.001);
  expect(interval[0]).toBeGreaterThan(0);
});
