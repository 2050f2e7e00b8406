import { describe, expect, it } from "vitest";
import { formatClock, formatExact, formatRelative } from "./time-format";

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("formatRelative", () => {
  it.each([
    [0, "now"],
    [-30_000, "now"],
    [minute - 1, "now"],
    [minute, "1\u00a0min"],
    [hour - 1, "59\u00a0min"],
    [2 * hour, "2\u00a0h"],
    [day - 1, "23\u00a0h"],
    [6 * day, "6\u00a0d"],
    [8 * day - 1, "7\u00a0d"],
    [8 * day, "13 Nov"],
    [365 * day, "21 Nov 2025"],
    [-2 * hour, "21 Nov"],
  ])("an age of %d ms reads %s", (age, words) => {
    expect(formatRelative(now - age, now, "UTC")).toBe(words);
  });

  it("uses the date in the reader's zone", () => {
    const lateEvening = Date.UTC(2026, 9, 31, 23, 30);
    expect(formatRelative(lateEvening, now, "UTC")).toBe("31 Oct");
    expect(formatRelative(lateEvening, now, "Asia/Tokyo")).toBe("1 Nov");
  });
});

describe("formatExact", () => {
  it("has the date, the year and the second", () => {
    expect(formatExact(Date.UTC(2026, 8, 3, 0, 4, 5), "UTC")).toBe("3 Sep 2026, 00:04:05 UTC");
    expect(formatExact(Date.UTC(2026, 8, 3, 0, 4, 5), "Europe/Berlin")).toBe("3 Sep 2026, 02:04:05");
  });
});

describe("formatClock", () => {
  it("has the day only if it differs", () => {
    const now = Date.UTC(2026, 10, 22, 23, 0);
    expect(formatClock(now + 30 * 60_000, now, "UTC")).toBe("23:30");
    expect(formatClock(now + 2 * 3_600_000, now, "UTC")).toBe("23 Nov, 01:00");
    expect(formatClock(now + 2 * 3_600_000, now, "America/New_York")).toBe("20:00");
    expect(formatClock(Date.UTC(2027, 0, 1, 8, 0), now, "UTC")).toBe("1 Jan 2027, 08:00");
  });
});
