import { describe, expect, it } from "vitest";
import type { SegmentSides } from "@/lib/evaluation/online/queries/segment-sides";
import { emptySide } from "@/lib/evaluation/online/sums";
import { playSegments } from "@/lib/testing/guard-segments";
import type { MetricFinding } from "./findings";
import { guardFields } from "./schema";
import { bySegment, detectSegments } from "./segments";

const rules = guardFields.parse({ metrics: [{ name: "completion", worse: "lower" }] });
const side = (n: number, passed: number) => ({
  ...emptySide(1),
  n,
  users: n,
  counted: n,
  effectiveUsers: n,
  passed,
  mean: passed / n,
});
const segment = (value: string, now: [number, number], before: [number, number]): SegmentSides => ({
  metric: "completion",
  attribute: "language",
  value,
  read: 900,
  current: side(...now),
  baseline: side(...before),
});
const whole = (reading: MetricFinding["reading"]) => [
  { metric: "completion", label: "Tasks finished", reading } as MetricFinding,
];
const look = (all: SegmentSides[], reading: MetricFinding["reading"] = "same") =>
  detectSegments(rules, all, { whole: whole(reading), milestones: {} });

describe("the findings of a guard in segments", () => {
  const german = segment("de", [60, 30], [300, 270]);

  it("names the worse segment, with its values before and now", () => {
    const { findings } = look([segment("en", [800, 720], [4_000, 3_600]), german, segment("fr", [19, 0], [300, 270])]);
    expect(findings).toMatchObject([
      {
        attribute: "language",
        value: "de",
        label: "Tasks finished",
        current: { value: 0.5, n: 60 },
        baseline: { value: 0.9 },
      },
    ]);
    expect(findings[0]?.alarmP).toBeLessThanOrEqual(rules.alpha);
    expect(bySegment(findings)).toHaveLength(1);
  });

  it("needs more evidence if there are more segments", () => {
    const others = Array.from({ length: 99 }, (_, index) => segment(`l${index}`, [60, 54], [300, 270]));
    const slight = segment("de", [60, 42], [300, 270]);
    expect(look([slight]).findings).toHaveLength(1);
    expect(look([slight, ...others]).findings).toEqual([]);
    expect(look([german, ...others]).findings).toHaveLength(1);
  });

  it("reports no segment if the whole version is worse, or if the change is within the margin", () => {
    expect(look([german], "worse").findings).toEqual([]);
    expect(look([german], "critical").findings).toEqual([]);
    expect(look([segment("de", [40_000, 35_600], [40_000, 36_000])]).findings).toEqual([]);
  });

  it("stores the milestones it has checked", () => {
    expect(look([{ ...german, read: 2_100 }]).milestones).toEqual({ completion: 2 });
  });
});

// A short version of `npm run simulate:statistics -- segments`. The full table is in docs/statistics.md.
describe("eight metrics over three attributes with 18 values", () => {
  it("reports no segment in a week without any change", { tags: ["slow"], timeout: 180_000 }, () => {
    const played = [1, 2].map((seed) => playSegments({ seed: seed * 7919, scores: 7_000, block: 250 }));
    expect(played.flatMap(({ others, german }) => [...others, ...(german === null ? [] : ["de"])])).toEqual([]);
  });

  it("reports German answers that get worse, one in twenty", () => {
    const played = [1, 2, 3].map((seed) => playSegments({ seed, scores: 3_000, drop: 0.4, block: 250 }));
    expect(played.filter(({ german }) => german === null)).toEqual([]);
    // At most a share of α of the reported segments is not worse. Other segments with German users are excluded here.
    expect(played.flatMap(({ others }) => others)).toEqual([]);
  }, 180_000);
});
