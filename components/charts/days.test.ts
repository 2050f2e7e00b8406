import { describe, expect, test } from "vitest";
import { dayOrHour, timeTicks } from "./days";

const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const words = (from: string, to: string, most: number) => timeTicks([at(from), at(to)], most).map(dayOrHour);

describe("ticks of a time axis", () => {
  test("are midnights within the span", () => {
    expect(words("03T15:00", "07T09:00", 8)).toEqual(["4 Nov", "5 Nov", "6 Nov", "7 Nov"]);
    expect(words("03T15:00", "23T09:00", 8)).toEqual([
      "4 Nov",
      "7 Nov",
      "10 Nov",
      "13 Nov",
      "16 Nov",
      "19 Nov",
      "22 Nov",
    ]);
  });

  test("are hours if the span has few midnights", () => {
    expect(words("03T09:10", "03T15:40", 8)).toEqual(["10:00", "11:00", "12:00", "13:00", "14:00", "15:00"]);
    expect(words("03T20:00", "04T08:00", 8)).toEqual(["20:00", "22:00", "4 Nov", "02:00", "04:00", "06:00", "08:00"]);
    expect(words("03T09:10", "03T09:40", 8)).toEqual(["09:10", "09:15", "09:20", "09:25", "09:30", "09:35", "09:40"]);
  });

  test("exceed the requested number at most by one, and never repeat", () => {
    for (const hours of [0.1, 0.7, 3, 11, 30, 47, 49, 200, 900]) {
      const ticks = timeTicks([at("01T07:13"), at("01T07:13") + hours * 3_600_000], 8);
      expect(ticks.length, `${hours} h`).toBeLessThanOrEqual(9);
      expect(new Set(ticks).size, `${hours} h`).toBe(ticks.length);
    }
  });
});
