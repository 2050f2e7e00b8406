import { describe, expect, it } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import { mulberry32 } from "../statistics";
import type { ExperimentTotals, RatioSums, SegmentArm } from "../totals";
import { computeSegments } from "./segments";

const plan = abPlan();
const all = { values: true, differences: true };

const sums = (users: number, v: number): RatioSums => ({ users, usersWith: v, b: users, v, bb: users, vv: v, bv: v });
const arm = (variant: string, users: number, v: number): SegmentArm => ({
  variant,
  users,
  interactions: users,
  primary: sums(users, v),
});
type Segments = NonNullable<ExperimentTotals["bySegment"]>;
const segment = (value: string, control: [number, number], candidate: [number, number]): Segments[number] => ({
  attribute: "language",
  value,
  arms: [arm("control", ...control), arm("candidate", ...candidate)],
});
const read = (bySegment: Segments, show = all) =>
  computeSegments(plan, { arms: [], byExposureDay: [], bySegment }, show);

describe("an experiment by segment", () => {
  it("finds the value in which a version is worse, after correction over all of them", () => {
    const found = read([
      segment("en", [4_000, 2_800], [4_000, 2_820]),
      segment("", [300, 210], [300, 207]),
      segment("de", [250, 175], [250, 110]),
    ]);
    expect(found.map(({ value }) => value)).toEqual(["en", "de", ""]);
    const [en, de] = found.map(({ differences }) => differences[0]);
    expect([en?.reading, de?.reading]).toEqual(["unclear", "worse"]);
    expect(de?.adjustedP).toBeGreaterThan(de?.p ?? 1);
    expect(de?.interval[1]).toBeLessThan(0);
  });

  it("shows no difference below 30 users, and no reading below 100", () => {
    const [many, few] = read([segment("de", [90, 80], [90, 20]), segment("fr", [29, 20], [400, 300])]);
    expect(many?.value).toBe("fr");
    expect(many?.differences).toEqual([]);
    expect(few?.differences).toMatchObject([{ isThin: true, reading: "unclear" }]);
  });

  it("hides differences before the sample, and values if results are not valid", () => {
    const rows = [segment("de", [250, 175], [250, 110])];
    expect(read(rows, { values: true, differences: false })[0]).toMatchObject({
      arms: [{ value: 0.7 }, { value: 0.44 }],
      differences: [],
    });
    expect(read(rows, { values: false, differences: false })[0]?.arms[0]).toEqual({
      variant: "control",
      users: 250,
      interactions: 250,
      value: null,
    });
  });

  it("reports no segment in 19 of 20 experiments without an effect, over 3 attributes with 20 values", () => {
    const random = mulberry32(20261123);
    const draw = (n: number) => Array.from({ length: n }, random).filter((x) => x < 0.7).length;
    const alarms = Array.from({ length: 200 }, () => {
      const rows = [..."abc"].flatMap((attribute) =>
        Array.from({ length: 20 }, (_, index) => {
          const users = index === 0 ? 400 : 120;
          return { ...segment(`v${index}`, [users, draw(users)], [users, draw(users)]), attribute };
        }),
      );
      return read(rows).some(({ differences }) => differences.some(({ reading }) => reading !== "unclear"));
    }).filter(Boolean).length;
    // Without any true effect, the false discovery rate equals the chance of any alarm: 5 % of 200, with its binomial
    // bound.
    expect(alarms).toBeLessThanOrEqual(19);
  });
});
