import { describe, expect, test } from "vitest";
import { badBefore, boundaryOf, incidentSpan, toSteps } from "./window";

const rule = { before: { bad: 20, total: 1_000 }, alpha: 0.01, metrics: 3, window: 1_000 };
const minute = 60_000;

describe("the boundary", () => {
  test("rises with the answers, and is above the expected count of the previous version", () => {
    const lines = [20, 60, 140, 400].map((n) => boundaryOf(n, rule) ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(lines[0]).toBeGreaterThan(0.02 * 20);
    expect(lines[3]).toBeGreaterThan(0.02 * 400);
    expect(lines[3]).toBeLessThan(60);
  });

  test("does not exist without a previous version, with too few answers, or after the first window", () => {
    expect(boundaryOf(100, { ...rule, before: null })).toBeNull();
    expect(boundaryOf(1, rule)).toBeNull();
    expect(boundaryOf(1_001, rule)).toBeNull();
  });

  test("is higher for a stricter guard", () => {
    expect(boundaryOf(200, { ...rule, alpha: 0.0001 })).toBeGreaterThan(boundaryOf(200, rule) ?? 0);
    expect(boundaryOf(200, { ...rule, metrics: 30 })).toBeGreaterThan(boundaryOf(200, rule) ?? 0);
  });
});

test("counts the answers on the worse side as bad", () => {
  const baseline = { version: 1, value: 0.9, n: 200, users: 200 };
  expect(badBefore({ kind: "rate", worse: "lower", baseline })?.bad).toBeCloseTo(20);
  expect(badBefore({ kind: "rate", worse: "higher", baseline })?.bad).toBeCloseTo(180);
  expect(badBefore({ kind: "mean", worse: "higher", baseline })).toBeNull();
});

test("steps contain answers of all versions, and a running count of the released one", () => {
  const around = Date.parse("2026-11-12T11:17:20Z");
  const span = incidentSpan("15m", around);
  expect(new Date(span.from).toISOString()).toBe("2026-11-12T11:02:00.000Z");
  expect(span.stepMs).toBe(minute);
  const counts = [
    { step: -1, isOwn: true, n: 4, bad: 1 },
    { step: 2, isOwn: false, n: 10, bad: 1 },
    { step: 9, isOwn: true, n: 8, bad: 3 },
    { step: 10, isOwn: true, n: 6, bad: 2 },
  ];
  const steps = toSteps(counts, span, {
    releasedAt: span.from + 9 * minute,
    until: span.from + 11 * minute,
    rule,
  });
  expect(steps).toHaveLength(30);
  expect(steps[2]).toMatchObject({ good: 9, bad: 1, counted: null });
  expect(steps[9]).toMatchObject({ good: 5, bad: 3, counted: { n: 12, bad: 4 } });
  expect(steps[10]?.counted).toMatchObject({ n: 18, bad: 6 });
  expect(steps[11]?.counted).toBeNull();
});
