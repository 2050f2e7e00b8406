import { describe, expect, it } from "vitest";
import type { MeasuredSide } from "@/lib/evaluation/online/types";
import { look, rate, side } from "@/lib/testing/guard-look";

type Scores = Partial<MeasuredSide>;

/** A side, and its scores without the most influential user, in the direction that matters for its version. */
const currentOf = (all: Scores, withoutOne: Scores): Scores => ({
  ...all,
  without: { raising: side(2, all), lowering: side(2, withoutOne) },
});
const baselineOf = (all: Scores, withoutOne: Scores): Scores => ({
  ...all,
  without: { raising: side(1, withoutOne), lowering: side(1, all) },
});
const good = rate(2000, 90);
const read = (current: Scores, baseline: Scores, rule = {}, others = 0) => {
  const { reading, hangsOnOneUser } = look("completion", { now: current, before: baseline, rule }, others);
  return [reading, hangsOnOneUser];
};
const rollsBack = ["critical", false];
const dependsOnOne = ["worse", true];
const isWorse = ["worse", false];

describe("a critical reading that depends on one user becomes worse", () => {
  it("if the version is fine without its worst user", () => {
    const bad = rate(300, 80);
    expect(read(currentOf(bad, rate(290, 90)), good)).toEqual(dependsOnOne);
    expect(read(currentOf(bad, rate(299, 80)), good)).toEqual(rollsBack);
  });

  it("if the previous version is no better without its best user", () => {
    expect(read(rate(300, 80), baselineOf(rate(1000, 90), rate(990, 81)))).toEqual(dependsOnOne);
    expect(read(rate(300, 80), baselineOf(rate(1000, 90), rate(990, 90)))).toEqual(rollsBack);
  });

  it("if one of both sides is not critical without a user", () => {
    const strong = currentOf(rate(300, 80), rate(299, 80));
    expect(read(strong, baselineOf(good, rate(1990, 81)))).toEqual(dependsOnOne);
    expect(read(currentOf(rate(300, 80), rate(290, 90)), baselineOf(good, good))).toEqual(dependsOnOne);
    expect(read(strong, baselineOf(good, good))).toEqual(rollsBack);
  });

  it("if the change without one user is large, but the evidence is weak", () => {
    expect(read(currentOf(rate(300, 80), rate(6, 50)), good)).toEqual(dependsOnOne);
  });

  it("if the evidence without one user is strong, but the change is not critical", () => {
    expect(read(currentOf(rate(900, 80), rate(890, 84)), good)).toEqual(dependsOnOne);
    expect(read(currentOf(rate(900, 80), rate(890, 80)), baselineOf(good, rate(1990, 87)))).toEqual(dependsOnOne);
  });

  it("but not if the change without one user is exactly critical", () => {
    const half = rate(900, 50);
    expect(read(currentOf(half, half), rate(2000, 75), { critical: 0.25 })).toEqual(rollsBack);
  });
});

describe("a worse reading", () => {
  const rule = { critical: 0.5 }; // no change is large enough to be critical

  it("stays worse if the change without one user still exceeds the margin", () => {
    expect(read(currentOf(rate(900, 80), rate(890, 84)), good, rule)).toEqual(isWorse);
    expect(read(currentOf(rate(900, 80), rate(890, 89)), good, rule)).toEqual(dependsOnOne);
  });

  it("needs α, a critical one a tenth of it", () => {
    // Without one user, the evidence is between both levels.
    const [bad, left] = [rate(300, 78), rate(290, 82.5)];
    const alarm = look("completion", { now: left, before: good }).alarmP ?? 1;
    expect(alarm).toBeGreaterThan(0.001);
    expect(alarm).toBeLessThan(0.01);
    expect(read(currentOf(bad, left), good, rule)).toEqual(isWorse);
    expect(read(currentOf(bad, left), good)).toEqual(dependsOnOne);
  });

  it("is tested at α divided by the number of metrics without one user", () => {
    const [bad, left] = [rate(300, 78), rate(290, 82.5)];
    expect(read(currentOf(bad, left), good, rule, 9)).toEqual(dependsOnOne);
  });
});

describe("shared user ids", () => {
  it("count answers instead of users, and do not roll back", () => {
    const shared = baselineOf({ ...rate(560, 90), users: 1 }, {});
    expect(read(currentOf({ ...rate(25, 0), users: 1 }, {}), shared)).toEqual(dependsOnOne);
  });

  it("of the previous version without its best user are enough", () => {
    // Five effective users do not count as shared ids, four do.
    const bad = rate(300, 0);
    const five = { ...rate(560, 100), users: 5 };
    expect(read(currentOf(bad, bad), baselineOf(five, { ...five, users: 5 }))).toEqual(rollsBack);
    expect(read(currentOf(bad, bad), baselineOf(five, { ...five, users: 4 }))).toEqual(dependsOnOne);
  });
});

describe("a limit that is also crossed without one user", () => {
  it("rolls back, or is worse, without a previous version", () => {
    const [low, left] = [rate(300, 60), rate(299, 60)];
    const alone = (current: Scores, rule: object) => {
      const { reading, hangsOnOneUser } = look("completion", { now: current, rule });
      return [reading, hangsOnOneUser];
    };
    expect(alone(currentOf(low, left), { floor: 0.8 })).toEqual(rollsBack);
    expect(alone(currentOf(low, rate(290, 80)), { floor: 0.8 })).toEqual(dependsOnOne);
    expect(alone(currentOf(low, left), { alertLine: 0.8 })).toEqual(isWorse);
    expect(alone(currentOf(low, rate(290, 80)), { alertLine: 0.8 })).toEqual(dependsOnOne);
  });

  it("as an alert line alone does not roll back", () => {
    const [low, left] = [rate(300, 60), rate(290, 79)];
    expect(read(currentOf(low, left), rate(2000, 80), { floor: 0.7, alertLine: 0.9 })).toEqual(dependsOnOne);
  });

  it("holds with every user left out", () => {
    const [low, left] = [rate(300, 60), rate(290, 85)];
    expect(read(currentOf(low, left), baselineOf(rate(300, 62), rate(300, 62)), { alertLine: 0.8 })).toEqual(
      dependsOnOne,
    );
  });
});
