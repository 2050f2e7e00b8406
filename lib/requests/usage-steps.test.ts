import { describe, expect, test } from "vitest";
import { stepStarts, stepsFor, usualStep } from "./usage-steps";

const starts = (from: string, to: string, step: Parameters<typeof stepStarts>[1]) =>
  stepStarts({ from: new Date(from), to: new Date(to) }, step).map((start) => start.toISOString().slice(0, 13));

describe("the steps of a range", () => {
  test("are whole hours of UTC, the end exclusive", () => {
    expect(starts("2026-11-26T22:30:00Z", "2026-11-27T01:00:00Z", "hour")).toEqual([
      "2026-11-26T22",
      "2026-11-26T23",
      "2026-11-27T00",
    ]);
  });

  test("are days, also the first and the last one in part", () => {
    expect(starts("2026-11-26T22:30:00Z", "2026-11-28T01:00:00Z", "day")).toEqual([
      "2026-11-26T00",
      "2026-11-27T00",
      "2026-11-28T00",
    ]);
  });

  test("are weeks from Monday", () => {
    expect(starts("2026-11-22T12:00:00Z", "2026-11-30T00:00:01Z", "week")).toEqual([
      "2026-11-16T00", // 22 November is a Sunday
      "2026-11-23T00",
      "2026-11-30T00",
    ]);
    expect(starts("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z", "week")).toEqual(["2026-11-23T00"]);
  });

  test("are months of any length, over the end of a year", () => {
    expect(starts("2026-12-31T00:00:00Z", "2027-03-01T00:00:00Z", "month")).toEqual([
      "2026-12-01T00",
      "2027-01-01T00",
      "2027-02-01T00",
    ]);
  });
});

test("a range offers steps with a readable number of bars", () => {
  expect([1, 7, 30, 90, 400].map((days) => [days, stepsFor(days), usualStep(days)])).toEqual([
    [1, ["hour"], "hour"],
    [7, ["hour", "day"], "day"],
    [30, ["day", "week"], "day"],
    [90, ["day", "week", "month"], "day"],
    [400, ["week", "month"], "week"],
  ]);
});
