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

test("reads a guard's evidence among other fields of a release", () => {
  const { id: _, ...seen } = guard;
  expect(readGuardEvidence({ guard, control: { share: 0.1 } })).toEqual(seen);
});

test("returns null for evidence that no guard wrote", () => {
  for (const other of [null, undefined, {}, { gate: {} }, { guard: { ...guard, findings: [{ metric: "x" }] } }])
    expect(readGuardEvidence(other)).toBeNull();
});
