import { describe, expect, it } from "vitest";
import type { MeasuredSide } from "@/lib/evaluation/online/types";
import { look, rate } from "@/lib/testing/guard-look";
import { outcomeOf } from "./detect";
import type { MetricFinding } from "./findings";

describe("a rate", () => {
  it.each([
    ["waiting", 199, 90, 1000],
    ["waiting", 400, 90, 199],
    ["critical", 199, 60, 1000],
    ["critical", 400, 60, 199],
    ["critical", 10, 0, 560],
    ["critical", 6, 0, 560],
    ["worse", 4, 0, 560],
    ["waiting", 3, 0, 560],
    ["same", 400, 90, 1000],
    ["same", 200, 90, 1000],
    ["same", 400, 90, 200],
    ["same", 400, 89, 1000],
    ["not_clear", 250, 86, 1000],
    ["worse", 800, 84.5, 1000],
    ["critical", 400, 75, 1000],
    ["better", 400, 99, 1000],
  ] as const)("reads %s with %i scores at %d percent against %i at 90", (reading, n, percent, before) => {
    expect(look("completion", { now: rate(n, percent), before: rate(before, 90) }).reading).toBe(reading);
  });

  it("counts what is worse when there is more of it", () => {
    const refusals = { rule: { worse: "higher" as const }, before: rate(1000, 5) };
    expect(look("refusal_rate", { ...refusals, now: rate(400, 15) })).toMatchObject({ reading: "critical" });
    expect(look("refusal_rate", { ...refusals, now: rate(400, 0) }).reading).toBe("better");
    expect(look("violation_rate", { ...refusals, before: rate(1000, 0), now: rate(1000, 3) }).reading).toBe("worse");
  });

  it("needs more evidence if more metrics are watched, counting only tested ones", () => {
    const drop = { now: rate(300, 82.7), before: rate(1000, 90) };
    const [alone, among] = [look("completion", drop), look("completion", drop, 7)];
    expect([alone.reading, among.reading]).toEqual(["worse", "not_clear"]);
    expect(among.alarmP).toBeCloseTo((alone.alarmP ?? 0) * 8, 10);
    expect(among.p).toBe(alone.p);
    expect(among.rest.map(({ alarmP }) => alarmP)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    const empty = look("completion", { now: rate(0, 0), before: rate(1000, 90) }, 2);
    expect([empty, ...empty.rest].map(({ alarmP }) => alarmP)).toEqual([null, 1, 1]);
  });

  it("needs more evidence once the first window is full, because checks continue without end", () => {
    const drop = (n: number) => look("completion", { now: rate(n, 85.2), before: rate(2000, 90) });
    expect(drop(999)).toMatchObject({ reading: "worse" });
    expect(drop(1000)).toMatchObject({ reading: "not_clear", margin: 0.02 });
    // Judgements without a verdict take space in the window.
    const full = { now: { ...rate(950, 85.2), invalid: 50 }, before: rate(2000, 90) };
    expect(look("completion", full).reading).toBe("not_clear");
    expect(look("completion", { now: rate(1000, 82), before: rate(2000, 90) }).reading).toBe("critical");
  });

  it("counts users rather than answers if few users give many answers", () => {
    const [now, before] = [{ ...rate(400, 80), users: 150, designEffect: 10 }, rate(1000, 90)];
    expect(look("completion", { now, before }).reading).toBe("not_clear");
    expect(look("completion", { now: { ...now, designEffect: 1 }, before }).reading).toBe("critical");
    // Below 100 users the variance between users cannot be estimated, so each user counts as one answer.
    expect(look("completion", { now: { ...now, designEffect: 1, users: 40 }, before }).reading).toBe("not_clear");
    expect(look("completion", { now: rate(400, 80), before: { ...before, designEffect: 10 } }).reading).toBe(
      "not_clear",
    );
  });

  it("is never worse by less than its margin, however certain", () => {
    const sure = { now: rate(900, 95), before: { n: 100_000, passed: 99_000 } };
    expect(look("completion", { ...sure, rule: { margin: 0.05 } }).reading).toBe("same");
    expect(look("completion", sure).reading).toBe("worse");
  });
});

describe("a mean", () => {
  const times = (n: number, mean: number, sd = 300): Partial<MeasuredSide> => ({ n, mean, sd });

  it("worsens relative to what it was", () => {
    const slower = look("latency", { now: times(400, 1_300), before: times(1000, 1_000) });
    expect(slower).toMatchObject({ reading: "critical", kind: "mean", margin: 0.05, worsening: 0.3 });
    expect(look("latency", { now: times(900, 1_060), before: times(1000, 1_000, 200) })).toMatchObject({
      reading: "worse",
    });
    expect(look("latency", { now: times(400, 900), before: times(1000, 1_000) }).reading).toBe("better");
  });

  it("has a scale if the previous mean is 0, and is certain if all values are equal", () => {
    const cost = look("cost", { now: times(400, 0.01, 0), before: times(400, 0, 0) });
    expect(cost).toMatchObject({ reading: "critical", worsening: 1, p: 0 });
    const doubled = look("cost", { now: times(400, 0.02, 0), before: times(400, 0.01, 0) });
    expect(doubled).toMatchObject({ reading: "critical", worsening: 1, p: 0 });
    expect(look("cost", { now: times(8, 0.02, 0), before: times(400, 0.01, 0) }).reading).toBe("critical");
    expect(look("cost", { now: times(1000, 0.02, 0), before: times(2000, 0.01, 0) }).reading).toBe("critical");
    expect(look("cost", { now: times(400, 0.01, 0), before: times(400, 0.01, 0) }).reading).toBe("same");
    expect(look("cost", { now: times(400, 0.005, 0), before: times(400, 0.01, 0) }).reading).toBe("better");
  });
});

describe("evidence", () => {
  it("raises an alert at α, and rolls back only at a tenth of it", () => {
    const drop = (n: number) => look("completion", { now: rate(n, 80), before: rate(2000, 90) });
    const between = Array.from({ length: 30 }, (_, index) => drop(50 + 5 * index)).filter(({ alarmP }) => {
      const p = alarmP ?? 1;
      return p <= 0.01 && p > 0.001;
    });
    expect(between.length).toBeGreaterThan(0);
    // Ten points exceed the critical 8, so only the level prevents a rollback.
    for (const { reading, worsening } of between) {
      expect(worsening).toBeGreaterThanOrEqual(0.08);
      expect(reading).toBe("worse");
    }
    expect(drop(300)).toMatchObject({ reading: "critical" });
    expect(drop(300).alarmP).toBeLessThanOrEqual(0.001);
  });

  it("shows the p value of the comparison, whatever the schedule of checks", () => {
    const found = look("completion", { now: rate(1000, 86.3), before: rate(1000, 90) });
    expect(found.p).toBeCloseTo(0.0053, 3);
    expect(found.alarmP).toBe(1);
    expect(found.reading).toBe("not_clear");
  });

  it("is kept for the release after one check, and dropped with another series", () => {
    const before = rate(2000, 90);
    const reported = look("completion", { now: rate(300, 80), before });
    const later = (known: MetricFinding[]) => look("completion", { now: rate(999, 86), before }, 0, known);
    expect(later([])).toMatchObject({ reading: "worse" });
    const weak = (known: MetricFinding[]) => look("completion", { now: rate(500, 87), before }, 0, known);
    expect(weak([]).reading).toBe("not_clear");
    expect(weak([reported]).reading).toBe("worse");
    expect(weak([{ ...reported, series: "v2" }]).reading).toBe("not_clear");
    expect(look("completion", { now: rate(600, 90), before }, 0, [reported]).reading).toBe("same");
  });

  it("is tested once per milestone", () => {
    const now = rate(400, 84.5);
    const before = rate(2000, 90);
    const first = look("completion", { now, before });
    const again = look("completion", { now, before }, 0, [
      { ...first, evidence: { p: 1, withoutOne: 1, milestones: 2 } },
    ]);
    expect(first.evidence?.milestones).toBe(2);
    expect(first.alarmP).toBeLessThan(again.alarmP ?? 0);
  });
});

describe("absolute lines", () => {
  it.each([
    ["worse", { alertLine: 0.8 }, 70, null],
    ["critical", { floor: 0.8 }, 66, null],
    ["no_baseline", { floor: 0.8 }, 79, null],
    ["no_baseline", { floor: 0.8 }, 90, null],
    ["critical", { floor: 0.8 }, 66, 82],
  ] as const)("reads %s with %j at %i percent, before %s", (reading, rule, now, before) => {
    const found = look("completion", { now: rate(300, now), before: before === null ? null : rate(300, before), rule });
    expect(found.reading).toBe(reading);
  });

  it("reports worse instead of critical if the previous version is below the floor, too", () => {
    const found = look("completion", { now: rate(300, 70), before: rate(300, 72), rule: { floor: 0.8 } });
    expect(found).toMatchObject({ reading: "worse", crossed: "floor" });
  });

  it("is critical if the version is worse and below the floor, however small the change", () => {
    const step = { now: rate(900, 84.5), before: rate(2000, 91), rule: { critical: 0.5 } };
    expect(look("completion", step).reading).toBe("worse");
    expect(look("completion", { ...step, rule: { critical: 0.5, floor: 0.85 } }).reading).toBe("critical");
  });

  it("apply to means, too", () => {
    const slow = { now: { n: 300, mean: 2_500, sd: 500 } };
    expect(look("latency", { ...slow, rule: { floor: 2_000 } })).toMatchObject({
      reading: "critical",
      crossed: "floor",
    });
    expect(look("latency", { ...slow, rule: { alertLine: 2_000 } }).reading).toBe("worse");
    expect(look("latency", { ...slow, rule: { floor: 3_000 } }).reading).toBe("no_baseline");
  });

  it("never turn an improvement into an alarm", () => {
    const better = look("completion", { now: rate(400, 75), before: rate(1000, 60), rule: { floor: 0.9 } });
    expect(better).toMatchObject({ reading: "better", crossed: "floor" });
  });
});

describe("judgements without a verdict", () => {
  it("make only their own metric inconclusive above one in ten, on either side", () => {
    const [now, before] = [rate(400, 60), rate(1000, 90)];
    const blind = look("completion", { now: { ...now, invalid: 50 }, before }, 1);
    expect(blind).toMatchObject({ reading: "inconclusive", p: null, crossed: null });
    expect(blind.rest.map(({ reading }) => reading)).toEqual(["same"]);
    expect(look("completion", { now, before: { ...before, invalid: 200 } }).reading).toBe("inconclusive");
    expect(look("completion", { now: { ...now, invalid: 40 }, before }).reading).toBe("critical");
    expect(look("completion", { now: { ...now, invalid: 50 }, before, rule: { floor: 0.9 } }).reading).toBe(
      "inconclusive",
    );
  });

  it("have no effect if there are few", () => {
    expect(look("completion", { now: { n: 5, passed: 5, invalid: 5 }, before: rate(400, 90) }).reading).toBe("waiting");
    expect(look("completion", { now: { invalid: 30 }, before: rate(400, 90) }).reading).toBe("inconclusive");
  });
});

it("treats invalid numbers as no scores", () => {
  for (const broken of [
    { mean: Number.NaN },
    { sd: Number.POSITIVE_INFINITY },
    { passed: Number.NaN },
    { n: Number.NaN },
  ]) {
    const found = look("latency", {
      now: { n: 400, mean: 9_000, sd: 10, ...broken },
      before: { n: 400, mean: 10, sd: 1 },
    });
    expect(found).toMatchObject({ reading: "waiting", p: null, worsening: null, current: { value: null } });
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
  }
  const effect = { now: { ...rate(400, 60), designEffect: Number.NaN, invalid: Number.NaN }, before: rate(1000, 90) };
  expect(look("completion", effect).reading).toBe("critical");
});

it("reports the worst of its findings, and waiting before ok", () => {
  const [now, before] = [rate(400, 90), rate(1000, 90)];
  const waiting = look("completion", { now: rate(10, 90), before });
  const findings = {
    same: look("completion", { now, before }),
    worse: look("completion", { now: rate(800, 84.5), before }),
    critical: look("completion", { now: rate(400, 70), before }),
    blind: look("completion", { now: { ...now, invalid: 100 }, before }),
    lined: look("completion", { now, rule: { floor: 0.5 } }),
    alone: look("completion", { now }),
  };
  const { same, worse, critical, blind, lined, alone } = findings;
  expect(outcomeOf([])).toBe("waiting");
  expect(outcomeOf([waiting])).toBe("waiting");
  expect(outcomeOf([waiting, same])).toBe("ok");
  expect(outcomeOf([same, blind])).toBe("inconclusive");
  expect(outcomeOf([same, worse, blind])).toBe("worse");
  expect(outcomeOf([worse, critical])).toBe("critical");
  expect([outcomeOf([alone]), outcomeOf([lined])]).toEqual(["waiting", "ok"]);
});
