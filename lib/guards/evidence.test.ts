import { expect, test } from "vitest";
import { metricFinding } from "@/lib/testing/metric-finding";
import { readGuardEvidence } from "./evidence";

const guard = {
  id: "g",
  firstHitAt: "2026-11-22T14:06:02.000Z",
  checkedAt: "2026-11-22T14:07:02.000Z",
  baselineVersion: 1,
  findings: [metricFinding()],
};

test("a guard's evidence is read beside whatever else stands with a release", () => {
  const { id: _, ...seen } = guard;
  expect(readGuardEvidence({ guard, control: { share: 0.1 } })).toEqual(seen);
});

test("what no guard wrote is none", () => {
  for (const other of [null, undefined, {}, { gate: {} }, { guard: { ...guard, findings: [{ metric: "x" }] } }])
    expect(readGuardEvidence(other)).toBeNull();
});
