import { expect, test } from "vitest";
import { readGuardEvidence } from "./evidence";

const finding = {
  metric: "completion",
  label: "Tasks finished",
  kind: "rate",
  worse: "lower",
  series: "plain",
  current: { version: 2, value: 0.7, n: 300, users: 290 },
  baseline: { version: 1, value: 0.9, n: 1_000, users: 900 },
  needed: 200,
  isConcurrent: false,
  worsening: 0.2,
  p: 1e-9,
  margin: 0.02,
  critical: 0.08,
  alertLine: null,
  floor: null,
  crossed: null,
  invalidShare: 0,
  reading: "critical",
};
const guard = {
  id: "g",
  firstHitAt: "2026-11-22T14:06:02.000Z",
  checkedAt: "2026-11-22T14:07:02.000Z",
  baselineVersion: 1,
  findings: [finding],
};

test("a guard's evidence is read beside whatever else stands with a release", () => {
  const { id: _, ...seen } = guard;
  expect(readGuardEvidence({ guard, control: { share: 0.1 } })).toEqual(seen);
});

test("what no guard wrote is none", () => {
  for (const other of [null, undefined, {}, { gate: {} }, { guard: { ...guard, findings: [{ metric: "x" }] } }])
    expect(readGuardEvidence(other)).toBeNull();
});
