import { expect, test } from "vitest";
import { changeWords } from "./change-words";

test("changes are words, or signs if there is little room", () => {
  expect([0.071, -0.2, 0.004].map((change) => changeWords(change))).toEqual([
    "7\u00a0% more",
    "20\u00a0% less",
    "no more",
  ]);
  expect([0.071, -0.2, -0.004].map((change) => changeWords(change, true))).toEqual([
    "↑\u00a07\u00a0%",
    "↓\u00a020\u00a0%",
    "steady",
  ]);
});
