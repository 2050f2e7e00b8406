import { expect, test } from "vitest";
import { changeWords } from "./change-words";

test("changes are words, or signs if there is little room", () => {
  expect([0.071, -0.2, 0.004, 51.77, 4_868].map((change) => changeWords(change))).toEqual([
    "7\u00a0% more",
    "20\u00a0% less",
    "no more",
    "53 times as much",
    "4,869 times as much",
  ]);
  expect([0.071, -0.2, -0.004, 9].map((change) => changeWords(change, true))).toEqual([
    "↑\u00a07\u00a0%",
    "↓\u00a020\u00a0%",
    "steady",
    "↑\u00a010\u00a0×",
  ]);
});
