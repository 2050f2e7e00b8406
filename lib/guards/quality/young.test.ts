import { expect, test } from "vitest";
import type { LiveHour } from "@/lib/evaluation/online/queries/hours";
import { splitYoung } from "./young";

const now = Date.UTC(2026, 0, 2, 12, 30);
const hour = (at: number, n: number): LiveHour => ({
  metric: "completion",
  series: "plain",
  label: "Tasks finished",
  version: 2,
  hour: new Date(Date.UTC(2026, 0, 2, at)).toISOString(),
  n,
  passed: n,
  invalid: 0,
  mean: 1,
  sd: 0,
});

test("leaves out and counts hours with answers that are too young", () => {
  const hours = [hour(9, 5), hour(10, 7), hour(11, 11), hour(12, 13)];
  // The last answer of the hour from 10:00 is 90 minutes old, that of 11:00 is 30 minutes old.
  expect(splitYoung(hours, 60, now)).toEqual({
    hours: [hour(9, 5), hour(10, 7)],
    young: { scores: 24, outcomeMinutes: 60 },
  });
  expect(splitYoung(hours, 0, now)).toEqual({ hours, young: null });
  expect(splitYoung([hour(9, 5)], 60, now).young).toBeNull();
});
