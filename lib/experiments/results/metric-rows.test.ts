import { describe, expect, test } from "vitest";
import { liveTables, marginWords, verdictTables } from "./metric-rows";
import type { ExperimentResults } from "./schema";

const value = (value: number) => ({ value, numerator: 700, denominator: 1000, users: 1000, effectiveUsers: 1000 });
const variants = ["control", "candidate"].map((key, index) => ({
  key,
  version: 8 + index,
  isControl: index === 0,
  weight: 0.5,
  users: 1000,
  interactions: 1000,
  counted: 1000,
  young: 0,
  metrics: { completion: value(index === 0 ? 0.7 : 0.78) },
}));
const compared = {
  variant: "candidate",
  confidence: 0.95,
  test: "delta" as const,
  p: 0.0001,
  adjustedP: 0.0001,
  margin: null,
};
const guardrails = [{ metric: "latency_p95" as const, margin: 0.1 }];
const comparisons = [
  {
    ...compared,
    metric: "completion" as const,
    role: "primary" as const,
    baseline: 0.7,
    value: 0.78,
    difference: 0.08,
    interval: [0.04, 0.12] as [number, number],
    reading: "better" as const,
  },
  {
    ...compared,
    metric: "latency_p95" as const,
    role: "guardrail" as const,
    baseline: 2000,
    value: 2100,
    difference: 100,
    interval: [-50, 150] as [number, number],
    margin: 200,
    reading: "not_worse" as const,
  },
  {
    ...compared,
    metric: "cost" as const,
    role: "exploratory" as const,
    baseline: 0.004,
    value: 0.005,
    difference: 0.001,
    interval: [0.0005, 0.0015] as [number, number],
    reading: "worse" as const,
  },
];
const results = { variants, verdict: { comparisons }, live: [], days: [] } as unknown as ExperimentResults;
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");

describe("rows of metrics", () => {
  const [table] = verdictTables(results, marginWords(guardrails));
  const [primary, guardrail, cost] = (table?.groups ?? []).flatMap(({ rows }) => rows);

  test("better is on the right, for any direction of the metric", () => {
    expect(primary?.bar?.at).toBeCloseTo(0.08 / 0.7);
    expect(cost?.bar?.at).toBeCloseTo(-0.25);
    expect(cost?.bar?.low).toBeLessThan(cost?.bar?.high ?? 0);
  });

  test("guardrails are in units of their margin, and mention it", () => {
    expect(guardrail?.bar).toEqual({ low: -0.75, high: 0.25, at: -0.5 });
    expect(plain(guardrail?.note)).toBe("margin 10 %");
    expect(plain(guardrail?.change)).toBe("+5.0 %");
    expect(guardrail?.p).toBe("");
  });

  test("a reading has a word and a colour", () => {
    expect([primary, guardrail, cost].map((row) => [row?.reading, row?.tone])).toEqual([
      ["Better", "positive"],
      ["Not worse", "neutral"],
      ["More expensive", "negative"],
    ]);
  });

  test("there is no p value and no colour before the sample", () => {
    const range = {
      metric: "completion",
      variant: "candidate",
      role: "primary",
      baseline: 0.7,
      value: 0.9,
      margin: null,
    };
    const live = {
      ...results,
      verdict: null,
      live: [{ ...range, interval: [0.1, 0.3] }],
    } as unknown as ExperimentResults;
    const [row] = liveTables(live, marginWords([])).flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
    expect(row).toMatchObject({ p: "", tone: "neutral" });
    expect(plain(row?.reading)).toBe("+10.0 pts to +30.0 pts");
  });
});
