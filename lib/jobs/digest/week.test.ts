import { expect, test } from "vitest";
import { dueWeek } from "./week";

const at = (text: string) => dueWeek(new Date(text));

test.each([
  ["2026-11-23T05:59:59Z", null], // a Monday
  ["2026-11-23T06:00:00Z", "16 November to 22 November (UTC)"],
  ["2026-11-24T23:59:59Z", "16 November to 22 November (UTC)"],
  ["2026-11-25T00:00:00Z", null],
  ["2026-11-22T12:00:00Z", null],
  ["2027-01-04T07:00:00Z", "28 December to 3 January (UTC)"],
])("at %s: %s", (now, words) => {
  expect(at(now)?.words ?? null).toBe(words);
});

test.each([
  ["Asia/Tokyo", "2026-11-22T20:59:59Z", null],
  ["Asia/Tokyo", "2026-11-22T21:00:00Z", "2026-11-15T15:00:00.000Z"],
  ["America/Los_Angeles", "2026-11-23T13:59:59Z", null],
  ["America/Los_Angeles", "2026-11-23T14:00:00Z", "2026-11-16T08:00:00.000Z"],
  ["Europe/Berlin", "2026-03-30T04:00:00Z", "2026-03-22T23:00:00.000Z"], // clocks went forward in that week
])("in %s at %s: from %s", (zone, now, from) => {
  const week = dueWeek(new Date(now), zone);
  expect(week?.from.toISOString() ?? null).toBe(from);
  if (week) expect(new Date(week.monday).getUTCDay()).toBe(1);
});

test("the week ends at the start of Monday, on any day of sending", () => {
  for (const now of ["2026-11-23T06:00:00Z", "2026-11-24T20:00:00Z"])
    expect(at(now)).toMatchObject({
      from: new Date("2026-11-16"),
      to: new Date("2026-11-23"),
      monday: new Date("2026-11-23"),
    });
});
