import { expect, it } from "vitest";
import { pickTicks } from "./bar-ticks";

const days = (from: number, count: number) => Array.from({ length: count }, (_, at) => `${from + at} Nov`);
const each = (labels: string[], times: number) => labels.flatMap((label) => Array.from({ length: times }, () => label));

it("is at the first bar of each day", () => {
  expect(pickTicks(each(days(18, 7), 8))).toEqual(days(18, 7).map((label, at) => ({ label, index: at * 8 })));
});

it("skips a day that has few bars at either end", () => {
  const ticks = pickTicks(["17 Nov", ...each(days(18, 6), 8), "24 Nov"]);
  expect(ticks.map(({ label }) => label)).toEqual(days(18, 6));
});

it("skips some of many, evenly", () => {
  expect(pickTicks(days(1, 30)).map(({ index }) => index)).toEqual([0, 5, 10, 15, 20, 25]);
});

it("has one label for one bar, and none without bars", () => {
  expect(pickTicks(["18 Nov"])).toEqual([{ label: "18 Nov", index: 0 }]);
  expect(pickTicks([])).toEqual([]);
});
