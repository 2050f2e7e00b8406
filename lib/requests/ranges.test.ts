import { describe, expect, test } from "vitest";
import { requestRanges, timeFaultWords, timeOf as timeIn } from "./ranges";

const now = Date.parse("2026-11-20T12:00:00Z");
const timeOf = (input: Parameters<typeof timeIn>[0], at: number) => timeIn(input, at, requestRanges);

describe("timeOf", () => {
  test("is the last seven days by default, also for invalid values", () => {
    for (const input of [{}, { range: "9y" }, { from: "yesterday" }, { from: "2026-11-21T00:00:00Z" }])
      expect(timeOf(input, now)).toEqual({
        from: "2026-11-13T12:00:00.000Z",
        to: "2026-11-20T12:00:00.000Z",
        range: "7d",
      });
  });

  test("accepts a named range", () => {
    expect(timeOf({ range: "1h" }, now)).toMatchObject({ from: "2026-11-20T11:00:00.000Z", range: "1h" });
  });

  test("accepts two times, or one until now", () => {
    const [from, to] = ["2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"];
    expect(timeOf({ from, to }, now)).toEqual({ from, to, range: null });
    expect(timeOf({ from }, now)).toEqual({ from, to: "2026-11-20T12:00:00.000Z", range: null });
    expect(timeOf({ from: to, to: from }, now).range).toBe("7d");
  });
});

describe("timeFaultWords", () => {
  const words = (input: Parameters<typeof timeIn>[0]) => timeFaultWords(input, timeOf(input, now), requestRanges);
  const empty = "The time in the address does not begin before it ends. Shown instead: last 7 days.";

  test("says that another time is shown", () => {
    expect(words({ range: "9y" })).toEqual(["The time in the address is not known. Shown instead: last 7 days."]);
    for (const input of [
      { from: "2026-11-21T00:00:00Z" },
      { to: "2026-11-01T00:00:00Z" },
      { from: "yesterday" },
      { from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" },
    ])
      expect(words(input)).toEqual([empty]);
  });

  test("says nothing of a time that is shown", () => {
    for (const input of [{}, { range: "1h" }, { from: "2026-11-01T00:00:00Z" }]) expect(words(input)).toEqual([]);
  });
});
