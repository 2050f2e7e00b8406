import { expect, it } from "vitest";
import { reachOf } from "./usage-reach";

const at = (text: string) => new Date(`2026-11-23T${text}:00Z`);
const hours = [
  { hour: at("10:00"), interactions: 100 },
  { hour: at("12:00"), interactions: 100 },
  { hour: at("13:00"), interactions: 50 },
];
const time = { from: at("09:00"), to: at("14:00") };

it.each([
  ["all of it", time, 250, "09:00"],
  ["the newest hours", time, 150, "11:00"],
  ["a part of an hour", time, 200, "10:30"],
  ["a part of the hour that has not ended", { from: at("09:00"), to: at("13:30") }, 25, "13:15"],
])("reads %s", (_name, asked, most, expected) => {
  expect(reachOf(hours, asked, most)).toEqual(at(expected));
});

it("never goes before the beginning", () => {
  expect(reachOf([{ hour: at("10:00"), interactions: 10 }], { from: at("10:45"), to: at("11:00") }, 9)).toEqual(
    at("10:45"),
  );
});
