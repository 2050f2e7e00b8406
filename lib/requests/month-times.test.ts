import { expect, it } from "vitest";
import { monthTimes } from "./month-times";

it.each([
  ["days of one month", ["2026-11-02T02:20", "2026-11-20T05:00"], ["2026-11-02", "2026-11-21", "2026-11-21"]],
  ["days of two months", ["2026-11-02T02:20", "2026-12-20T05:00"], ["2026-11-02", "2026-12-21", "2026-12-21"]],
  ["a whole month", ["2026-11-01T00:00", "2026-12-01T00:00"], ["2026-11-01", "2026-11-01", "2026-12-01"]],
  ["a month that is touched", ["2026-11-01T23:59", "2026-11-30T00:01"], ["2026-11-01", "2026-11-01", "2026-12-01"]],
  ["months of two years", ["2025-10-21T08:00", "2026-11-25T16:00"], ["2025-10-21", "2025-11-01", "2026-11-01"]],
  ["months and no day before", ["2025-12-01T08:00", "2026-03-01T00:01"], ["2025-12-01", "2025-12-01", "2026-03-01"]],
])("is made of %s", (_name, [from, to], expected) => {
  const times = monthTimes({ from: new Date(`${from}Z`), to: new Date(`${to}Z`) });
  expect([times.from, times.firstMonth, times.lastMonth]).toEqual(expected);
});

it("ends with the day that the time ends in; midnight is the end of the day before", () => {
  const from = new Date("2026-11-02T00:00Z");
  expect(monthTimes({ from, to: new Date("2026-11-20T00:00Z") }).to).toBe("2026-11-20");
  expect(monthTimes({ from, to: new Date("2026-11-20T00:01Z") }).to).toBe("2026-11-21");
});
