import { describe, expect, it } from "vitest";
import type { MeasuredSide } from "@/lib/evaluation/online/types";
import { look, rate } from "@/lib/testing/guard-look";
import { detect, outcomeOf } from "./detect";
import type { MetricFinding } from "./findings";
import { guardFields } from "./schema";

describe("a finding", () => {
  it("contains what was compared, with its limits", () => {
    const rule = { margin: 0.03, critical: 0.2, alertLine: 0.7, floor: 0.6 };
    const now = { ...rate(400, 90), users: 300, effectiveUsers: 249.6, young: 7, invalid: 20 };
    expect(look("completion", { now, before: rate(1000, 91), rule })).toMatchObject({
      metric: "completion",
      label: "completion",
      kind: "rate",
      worse: "lower",
      series: "plain",
      isConcurrent: false,
      invalidShare: 20 / 420,
      current: { version: 2, value: 0.9, n: 400, users: 300, effectiveUsers: 250, young: 7 },
      baseline: { version: 1, value: 0.91, n: 1000, users: 1000, effectiveUsers: 1000 },
      needed: 200,
      margin: 0.03,
      critical: 0.2,
      alertLine: 0.7,
      floor: 0.6,
      crossed: null,
      hangsOnOneUser: false,
    });
    expect(look("completion", { now, before: rate(1000, 91), rule }).worsening).toBeCloseTo(0.01, 12);
  });

  it("has no lines, and the guard's default limit, if the metric sets none", () => {
    const found = look("completion", { now: rate(400, 90) });
    expect(found).toMatchObject({ baseline: null, worsening: null, p: null, alertLine: null, floor: null });
    expect(found.critical).toBe(guardFields.parse({ metrics: [{ name: "completion", worse: "lower" }] }).critical);
  });

  it("of a mean has a worsening of 1 if the previous mean is 0, and of 0 if both are 0", () => {
    const at = (before: number, now: number) =>
      look("cost", { now: { n: 300, mean: now, sd: 1 }, before: { n: 300, mean: before, sd: 1 } }).worsening;
    expect([at(10, 12), at(0, 12), at(0, 0), at(10, 8)]).toEqual([0.2, 1, 0, -0.2]);
    expect(at(-10, -8)).toBe(0.2);
  });

  it("exists only for measured metrics", () => {
    const rules = guardFields.parse({ metrics: [{ name: "completion", worse: "lower" }] });
    expect(detect(rules, [])).toEqual([]);
  });
});

describe("evidence of earlier checks", () => {
  const before = rate(2000, 90);
  const strong = look("completion", { now: rate(300, 80), before });
  const now = rate(500, 87);

  it("counts only for the same metric, series and hours", () => {
    const reading = (known: Partial<MetricFinding>) =>
      look("completion", { now, before }, 0, [{ ...strong, ...known }]).reading;
    expect(reading({})).toBe("worse");
    expect(reading({ metric: "thumbs" })).toBe("not_clear");
    expect(reading({ series: "other" })).toBe("not_clear");
    expect(reading({ isConcurrent: true })).toBe("not_clear");
  });

  it("keeps the strongest value, with the tested milestones", () => {
    const known = { ...strong, evidence: { p: 1e-9, withoutOne: 0.5, milestones: 4 } };
    expect(look("completion", { now, before }, 0, [known]).evidence).toEqual({
      p: 1e-9,
      withoutOne: 0.5,
      milestones: 4,
    });
    // An inconclusive check tests nothing, so its milestone is still open.
    const blind = look("completion", { now: { ...rate(500, 87), invalid: 200 }, before });
    expect(blind.evidence).toEqual({ p: 1, withoutOne: 1, milestones: 0 });
    expect(look("completion", { now, before }).evidence?.milestones).toBe(2);
  });
});

describe("judgements without a verdict, at their limits", () => {
  const readingOf = (n: number, invalid: number) =>
    look("completion", { now: { ...rate(n, 90), invalid }, before: rate(1000, 90) }).reading;

  it("are too many above one in ten", () => {
    expect(readingOf(360, 40)).toBe("same");
    expect(readingOf(359, 41)).toBe("inconclusive");
  });

  it("are counted from twenty judgements on", () => {
    expect(readingOf(9, 10)).toBe("waiting");
    expect(readingOf(10, 10)).toBe("inconclusive");
  });
});

describe("impossible numbers", () => {
  const readingOf = (more: Partial<MeasuredSide>) =>
    look("completion", { now: { ...rate(400, 60), ...more }, before: rate(1000, 90) });

  it.each([{ passed: 401 }, { passed: -1 }, { sd: -1 }, { counted: Number.NaN }, { n: -1 }])(
    "are a side without scores: %j",
    (more) => {
      expect(readingOf(more)).toMatchObject({ reading: "waiting", current: { value: null, n: 0, users: 0 } });
    },
  );

  it("are limited to possible values", () => {
    expect(readingOf({ invalid: -5 })).toMatchObject({ reading: "critical", invalidShare: 0 });
    const alone = readingOf({});
    expect(readingOf({ designEffect: 0.1 }).p).toBe(alone.p);
    expect(readingOf({ passed: 0 })).toMatchObject({ reading: "critical", current: { value: 0 } });
    expect(readingOf({ passed: 400 }).reading).toBe("better");
  });
});

describe("the floor", () => {
  const drop = { now: rate(300, 70), rule: { floor: 0.8 } };

  it("is crossed on the worse side only, not at the value itself", () => {
    const refusals = { rule: { worse: "higher" as const, floor: 0.1 } };
    expect(look("refusal_rate", { ...refusals, now: rate(300, 30) })).toMatchObject({
      reading: "critical",
      crossed: "floor",
    });
    expect(look("refusal_rate", { ...refusals, now: rate(300, 2) }).crossed).toBeNull();
    // A rollback does not help if the previous version is beyond the floor too. With too few scores this is unknown.
    const both = { ...refusals, now: rate(300, 30) };
    expect(look("refusal_rate", { ...both, before: rate(300, 28) }).reading).toBe("worse");
    expect(look("refusal_rate", { ...both, before: rate(199, 28) }).reading).toBe("critical");
    const far = { ...drop, now: rate(300, 66) };
    expect(look("completion", { ...far, before: rate(200, 79) }).reading).toBe("worse");
    expect(look("completion", { ...far, before: rate(200, 80) }).reading).toBe("critical");
  });

  it("takes precedence over the alert line", () => {
    const lined = { floor: 0.8, alertLine: 0.9 };
    expect(look("completion", { ...drop, rule: lined }).crossed).toBe("floor");
    expect(look("completion", { now: rate(300, 83), rule: lined })).toMatchObject({
      reading: "worse",
      crossed: "alertLine",
    });
  });
});

describe("the margins", () => {
  const sure = { now: rate(4000, 50), before: rate(4000, 75) };

  it("are reached by a change of exactly their size", () => {
    expect(look("completion", { ...sure, rule: { margin: 0.25, critical: 0.25 } }).reading).toBe("critical");
    expect(look("completion", { ...sure, rule: { margin: 0.25, critical: 0.5 } }).reading).toBe("worse");
    expect(look("completion", { ...sure, rule: { margin: 0.26, critical: 0.5 } }).reading).toBe("same");
  });

  it("decide whether a change with weak evidence would be worse", () => {
    const weak = { now: rate(400, 50), before: rate(400, 56.25) };
    expect(look("completion", { ...weak, rule: { margin: 0.0625 } }).reading).toBe("not_clear");
    expect(look("completion", { ...weak, rule: { margin: 0.07 } }).reading).toBe("same");
  });
});

it("a check is ok if anything was compared or is above its lines, and waits otherwise", () => {
  const before = rate(1000, 90);
  const better = look("completion", { now: rate(400, 99), before });
  const unclear = look("completion", { now: rate(250, 86), before });
  expect([better.reading, unclear.reading]).toEqual(["better", "not_clear"]);
  expect([outcomeOf([better]), outcomeOf([unclear])]).toEqual(["ok", "ok"]);
  const alerted = look("completion", { now: rate(400, 90), rule: { alertLine: 0.5 } });
  expect([alerted.reading, outcomeOf([alerted])]).toEqual(["no_baseline", "ok"]);
  const few = look("completion", { now: rate(10, 90), rule: { floor: 0.1 } });
  expect([few.reading, outcomeOf([few])]).toEqual(["waiting", "waiting"]);
});
