import { expect, test } from "vitest";
import { timeIn, timeOfTrace } from "./trace-time";

const step = (id: string, parentId: string | null, at: number, durationMs = 10) => ({ id, parentId, at, durationMs });
const found = (...steps: ReturnType<typeof step>[]) => {
  const { from, to, early } = timeOfTrace(steps);
  return [from, to, early.map(({ id }) => id)];
};
const day = 86_400_000;

test("the time of a trace goes from the first start to the last end", () => {
  expect(found(step("root", null, 1_000, 5), step("a", "root", 1_002, 40), step("b", "root", 900))).toEqual([
    900,
    1_042,
    [],
  ]);
});

test("leaves out steps that are dated long before the step that caused them, and what is below them", () => {
  const late = step("late", "root", 9 * day);
  expect(
    found(step("root", null, 8 * day), step("clock", "root", 3 * day), step("below", "clock", 3 * day + 5), late),
  ).toEqual([8 * day, 9 * day + 10, ["clock", "below"]]);
  expect(found(step("lost parent", "?", 3 * day), step("self", "self", 8 * day))).toEqual([3 * day, 8 * day + 10, []]);
});

test("the time in steps counts what runs side by side or one within the other once, and pauses not at all", () => {
  expect(timeIn([])).toBe(0);
  expect(timeIn([step("a", null, 0, 100), step("b", null, 50, 100), step("within", "a", 60, 10)])).toBe(150);
  expect(timeIn([step("later", null, 9 * day, 30), step("a", null, 0, 100)])).toBe(130);
});
