import { expect, test } from "vitest";
import { sharesByDay } from "./shares-by-day";

const variants = ["control", "candidate"].map((key) => ({ key, weight: 0.5 })) as Parameters<
  typeof sharesByDay
>[0]["variants"];

test("the split is shown per day", () => {
  const arms = (a: number, b: number) => [
    { variant: "control", users: a, interactions: a, value: null },
    { variant: "candidate", users: b, interactions: b, value: null },
  ];
  const days = [
    { day: "2026-11-01", arms: arms(500, 505), differences: [] },
    { day: "2026-11-02", arms: arms(600, 400), differences: [] },
    { day: "2026-11-03", arms: arms(0, 0), differences: [] },
  ];
  expect(sharesByDay({ days, variants }, "candidate").map(({ day, isOff }) => [day, isOff])).toEqual([
    ["2026-11-01", false],
    ["2026-11-02", true],
  ]);
});
