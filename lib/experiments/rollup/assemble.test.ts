import { describe, expect, it, test } from "vitest";
import { mulberry32 } from "../statistics";
import { sumNames } from "../totals";
import { assembleTotals } from "./assemble";
import { readDaySums, readSums, sumsSql } from "./sums";
import { capOf, mostOn, stepOf, weightOf } from "./weights";

const nothing = { steps: [], days: [], segments: [], cells: [], heavy: [] };

it("has as many names as numbers", () => {
  const count = sumsSql("u").split("sum(").length - 1;
  const numbers = Array.from({ length: count }, (_, index) => index);
  const { users, ratios, spans } = readSums(numbers);
  expect(users).toBe(0);
  expect(ratios[sumNames.at(-1) ?? "cost"].perAnswer.bv).toBe((spans[0]?.users ?? 0) - 1);
  expect(spans.at(-1)?.bv).toBe(numbers.at(-1));
});

it("adds up the steps of an arm, and keeps the days separately", () => {
  const steps = [
    { variant: "b", step: 0, sums: [3, 3, 0, 6] },
    { variant: "a", step: 0, sums: [1, 1, 0, 2] },
    { variant: "b", step: 4, sums: [2, 2, 0, 28] },
  ];
  const days = [
    { variant: "b", day: "2026-11-02", sums: [3, 6, 3, 2, 6, 4, 12, 8, 8] },
    { variant: "a", day: "2026-11-01", sums: [1, 2] },
    { variant: "b", day: "2026-11-01", sums: [2, 4] },
  ];
  const { arms, byExposureDay } = assembleTotals({ ...nothing, steps, days });
  expect(arms.map(({ variant, users, interactions }) => [variant, users, interactions])).toEqual([
    ["a", 1, 2],
    ["b", 5, 34],
  ]);
  expect(arms[0]?.latencyMs).toBeNull();
  expect(byExposureDay.map(({ day, arms: own }) => [day, own.length])).toEqual([
    ["2026-11-01", 2],
    ["2026-11-02", 1],
  ]);
  expect(readDaySums(days[0]?.sums ?? [])).toEqual({
    users: 3,
    interactions: 6,
    primary: { users: 3, usersWith: 2, b: 6, v: 4, bb: 12, vv: 8, bv: 8 },
  });
});

describe("the weight of a user", () => {
  const stepsOf = (answers: readonly number[]) => answers.map((one) => ({ step: stepOf(one), users: 1 }));

  test.each([
    [0, 0],
    [1, 0],
    [10, 0],
    [11, 1],
    [12, 2],
  ])("%i answers are on step %i", (answers, step) => expect(stepOf(answers)).toBe(step));

  test("a step ends with its largest number of answers", () => {
    const random = mulberry32(3);
    for (let n = 0; n < 2_000; n++) {
      const answers = Math.ceil(10 + 1e6 * random() ** 4);
      expect(mostOn(stepOf(answers))).toBeGreaterThanOrEqual(answers);
      if (stepOf(answers) > 0) expect(mostOn(stepOf(answers) - 1)).toBeLessThan(answers);
    }
  });

  test("one heavy user among a thousand is limited to ten answers; 2 % of heavy users are not limited", () => {
    const one = capOf(stepsOf([...Array.from({ length: 1_080 }, () => 1), 5_000]));
    expect([one, weightOf(5_000, one), weightOf(3, one)]).toEqual([10, 10 / 5_000, 1]);
    const many = capOf(stepsOf([...Array.from({ length: 980 }, () => 1), ...Array.from({ length: 20 }, () => 5_000)]));
    expect(weightOf(5_000, many)).toBe(1);
    expect(capOf([])).toBe(10);
  });
});
