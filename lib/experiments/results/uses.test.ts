import { describe, expect, test } from "vitest";
import { abPlan, armOf } from "@/lib/testing/experiment-arms";
import type { RatioSums } from "../totals";
import { computeUses } from "./uses";

/** A span in which each user has one use, `hits` of which were successful. */
const span = (hits: number, users: number): RatioSums =>
  armOf(
    "",
    Array.from({ length: users }, (_, n) => ({ completion: [1, n < hits ? 1 : 0] as const })),
  ).ratios.completion;
const totals = (control: RatioSums[], candidate: RatioSums[]) => ({
  arms: [],
  byExposureDay: [],
  byUse: [
    { variant: "control", spans: control },
    { variant: "candidate", spans: candidate },
  ],
});
const all = { values: true, differences: true };

describe("the primary metric by the user's n-th use", () => {
  const wearsOff = totals(
    [span(500, 1_000), span(400, 800), span(200, 400), span(5, 10)],
    [span(700, 1_000), span(480, 800), span(200, 400), span(6, 10)],
  );

  test("shows an effect that wears off, with an interval for each range of uses", () => {
    const uses = computeUses(abPlan(), wearsOff, all);
    expect(uses.map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [2, 2],
      [3, 5],
      [6, null],
    ]);
    expect(uses.map(({ arms }) => arms.map(({ value }) => value))).toEqual([
      [0.5, 0.7],
      [0.5, 0.6],
      [0.5, 0.5],
      [0.5, 0.6],
    ]);
    const [first, , third, last] = uses.map(({ differences: [one] }) => one);
    expect(first?.difference).toBeCloseTo(0.2);
    expect(first?.interval[0]).toBeGreaterThan(0.15);
    expect(third?.interval[0]).toBeLessThan(0);
    expect(last).toBeUndefined(); // ten users are too few
    const [control] = uses.map(({ arms: [one] }) => one);
    expect(control?.interval?.[0]).toBeCloseTo(0.469, 3);
    expect(control?.interval?.[1]).toBeCloseTo(0.531, 3);
    expect(uses.at(-1)?.arms.map(({ interval }) => interval)).toEqual([undefined, undefined]);
  });

  test("shows no difference before a verdict is possible, and no value if results are not valid", () => {
    const early = computeUses(abPlan(), wearsOff, { values: true, differences: false });
    expect(early.flatMap(({ arms }) => arms.map(({ interval }) => interval)).every((one) => one === undefined)).toBe(
      true,
    );
    expect(early.flatMap(({ differences }) => differences)).toEqual([]);
    expect(early[0]?.arms[1]?.value).toBe(0.7);
    const broken = computeUses(abPlan(), wearsOff, { values: false, differences: false });
    expect(broken[0]?.arms).toEqual([
      { variant: "control", users: 1_000, uses: 1_000, value: null },
      { variant: "candidate", users: 1_000, uses: 1_000, value: null },
    ]);
  });

  test("is empty without counts by use", () => {
    expect(computeUses(abPlan(), { arms: [], byExposureDay: [] }, all)).toEqual([]);
  });
});
