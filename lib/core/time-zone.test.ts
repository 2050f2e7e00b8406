import { expect, test } from "vitest";
import { instantOf, isTimeZone, localTime } from "./time-zone";

const at = (text: string) => Date.parse(`${text}Z`);

test.each([
  ["Europe/Berlin", "2026-01-05T06:00:00", "2026-01-05T05:00:00"],
  ["Europe/Berlin", "2026-07-06T06:00:00", "2026-07-06T04:00:00"],
  ["Asia/Kolkata", "2026-01-05T06:00:00", "2026-01-05T00:30:00"],
  ["America/Los_Angeles", "2026-11-23T06:00:00", "2026-11-23T14:00:00"],
  ["Pacific/Kiritimati", "2026-11-23T00:00:00", "2026-11-22T10:00:00"],
  ["UTC", "2026-11-23T06:00:00", "2026-11-23T06:00:00"],
  ["Europe/Berlin", "2026-03-29T00:00:00", "2026-03-28T23:00:00"], // the day clocks go forward
  ["Europe/Berlin", "2026-10-25T12:00:00", "2026-10-25T11:00:00"], // the day clocks go back
])("%s: %s there is %s in UTC, and back", (zone, local, instant) => {
  expect(instantOf(at(local), zone)).toBe(at(instant));
  expect(localTime(at(instant), zone)).toBe(at(local));
});

test("an unknown name is invalid", () => {
  expect(["Europe/Berlin", "UTC", "Mars/Base", "", "+01:00"].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
