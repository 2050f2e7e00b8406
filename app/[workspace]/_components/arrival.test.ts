import { expect, test } from "vitest";
import { isSettled, pageName } from "./arrival";

test("a page is announced by its own name, when its skeleton is gone", () => {
  expect(pageName("Quality of support/reply · Understudy")).toBe("Quality of support/reply");
  expect(pageName("Understudy")).toBe("Understudy");
  expect(isSettled({ waitedMs: 100, isWaiting: false })).toBe(false);
  expect(isSettled({ waitedMs: 400, isWaiting: true })).toBe(false);
  expect(isSettled({ waitedMs: 400, isWaiting: false })).toBe(true);
});
