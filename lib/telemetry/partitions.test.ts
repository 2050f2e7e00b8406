import { expect, it } from "vitest";
import { endOfPartition, isHeldElsewhere, isPast, monthsAhead } from "./partitions";

it("has partitions from the last month to two ahead, across the end of the year", () => {
  expect(monthsAhead(new Date("2026-12-31T23:59:59Z"))).toEqual([
    "2026-11-01",
    "2026-12-01",
    "2027-01-01",
    "2027-02-01",
  ]);
});

it("a partition ends with its month", () => {
  expect(endOfPartition("feedback_202612")?.toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(endOfPartition("interactions")).toBeNull();
});

it("is past once its last moment is, unless an experiment needs it; texts can be dropped earlier", () => {
  const keeping = { now: new Date("2026-11-22T00:00:00Z"), days: 90, contentDays: 30, neededFrom: null };
  expect(isPast("interactions_202607", keeping)).toBe(true);
  expect(isPast("interactions_202608", keeping)).toBe(false);
  expect(isPast("interaction_contents_202609", keeping)).toBe(true);
  expect(isPast("interaction_contents_202610", keeping)).toBe(false);
  const needed = { ...keeping, neededFrom: new Date("2026-07-31T12:00:00Z") };
  expect(isPast("feedback_202607", needed)).toBe(false);
  expect(isPast("feedback_202606", needed)).toBe(true);
  expect(isPast("interaction_contents_202607", needed)).toBe(true);
});

it("is dropped earlier if ClickHouse has a complete copy, and no experiment needs it", () => {
  const now = new Date("2026-11-22T00:00:00Z");
  const keeping = { now, days: 400, contentDays: 400, neededFrom: null, hotDays: 35, copiedTo: now };
  expect(isHeldElsewhere("interactions_202609", keeping)).toBe(true);
  expect(isHeldElsewhere("spans_202609", keeping)).toBe(true);
  expect(isHeldElsewhere("interactions_202610", keeping)).toBe(false);
  expect(isHeldElsewhere("interactions_202609", { ...keeping, copiedTo: null })).toBe(false);
  expect(isHeldElsewhere("interactions_202609", { ...keeping, copiedTo: new Date("2026-09-30T23:59:59Z") })).toBe(
    false,
  );
  expect(isHeldElsewhere("interactions_202609", { ...keeping, neededFrom: new Date("2026-09-15T00:00:00Z") })).toBe(
    false,
  );
});
