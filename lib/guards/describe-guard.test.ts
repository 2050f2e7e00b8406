import { expect, test } from "vitest";
import { describeGuard, marginOf, promotionWatch } from "./describe-guard";
import { metricLabel } from "./finding-words";
import { guardFields } from "./schema";

const label = (metric: Parameters<typeof metricLabel>[0]) => metricLabel(metric, [{ id: "tone", name: "Tone" }]);
const guard = guardFields.parse({
  metrics: [
    { name: "completion", worse: "lower", floor: 0.8 },
    { name: "scorer:tone", worse: "lower", critical: 0.1 },
    { name: "latency", worse: "higher", alertLine: 2_000 },
  ],
  controlShare: 0.1,
});

test("describes a guard in sentences", () => {
  expect(describeGuard(guard, label)).toBe(
    "Compares tasks finished, “Tone” and total time with the previous version from the first answer on: its last 1,000 scores against the last 2,000 of the previous one. No difference in 200 scores per version counts as healthy. " +
      "It alerts when the live version is clearly worse, and rolls back to the last good version when it is 8 points worse in two checks in a row. " +
      "Absolute limits: tasks finished under 80.0\u00a0% (rollback), total time over 2.00\u00a0s (alert). " +
      "For 4 hours after a promotion 10\u00a0% of users keep the previous version, for a comparison over the same hours.",
  );
  expect(describeGuard({ ...guard, rollsBack: false, controlShare: 0 }, label)).toContain(
    "It never rolls back automatically.",
  );
});

test("describes what the guard does after a promotion", () => {
  expect(promotionWatch(guard, label, 16)).toEqual({
    act: "A drop of 8 points in tasks finished, or as much in one of 2 other metrics, rolls back to v16 automatically.",
    aside: "10\u00a0% of users stay on v16 for 4 hours, for comparison.",
  });
  const [, tone] = guard.metrics;
  const two = { ...guard, metrics: guard.metrics.slice(0, 2) };
  expect(promotionWatch(two, label, 16).act).toContain("or as much in the other metric, rolls back to v16");
  const one = { ...guard, metrics: tone ? [tone] : [], controlHours: 1 };
  expect(promotionWatch(one, label, null)).toEqual({
    act: "A drop of 10 points in “Tone” rolls back to the last good version automatically.",
    aside: "",
  });
  expect(promotionWatch({ ...one, rollsBack: false }, label, 3).act).toContain("does not roll back");
});

test("uses the default margin of the kind if none is set", () => {
  expect(marginOf({ name: "completion" })).toBe(0.02);
  expect(marginOf({ name: "cost" })).toBe(0.05);
  expect(marginOf({ name: "cost", margin: 0 })).toBe(0);
});
