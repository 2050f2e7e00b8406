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

test("the week ends where its Monday begins, whichever day it is sent", () => {
  for (const now of ["2026-11-23T06:00:00Z", "2026-11-24T20:00:00Z"])
    expect(at(now)).toMatchObject({
      from: new Date("2026-11-16"),
      to: new Date("2026-11-23"),
      monday: new Date("2026-11-23"),
    });
});
