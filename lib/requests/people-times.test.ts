import { expect, it } from "vitest";
import { peopleTimes } from "./people-times";

const at = (text: string) => new Date(`2026-${text}Z`);
const now = at("11-23T10:30:00");

it.each([
  ["hours of one day", ["11-22T02:20", "11-22T05:00"], ["11-22T02:00", "11-22T05:00", "11-22T05:00", "11-22T05:00"]],
  [
    "hours around midnight",
    ["11-21T23:00", "11-22T05:00"],
    ["11-21T23:00", "11-22T05:00", "11-22T05:00", "11-22T05:00"],
  ],
  [
    "days and the hours around them",
    ["11-20T23:10", "11-23T10:30"],
    ["11-20T23:00", "11-21T00:00", "11-23T00:00", "11-23T10:30"],
  ],
  [
    "whole days where hours are gone",
    ["09-01T12:00", "09-03T12:00"],
    ["09-01T00:00", "09-01T00:00", "09-04T00:00", "09-04T00:00"],
  ],
])("consists of %s", (_name, [from = "", to = ""], expected) => {
  const { from: start, firstDay, lastDay, to: end } = peopleTimes({ from: at(from), to: at(to) }, now);
  expect([start, firstDay, lastDay, end]).toEqual(expected.map(at));
});
