import fc from "fast-check";
import { expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { numberIn, numberText, percentText, shareOf, wholeNumberIn } from "./typed-numbers";

test("a typed number has a comma or a point, and is within its bounds", () => {
  expect(["2,5", " 2.5 ", "0", "10"].map((text) => numberIn(text, 0, 10))).toEqual([2.5, 2.5, 0, 10]);
  expect(["", "  ", "ten", "-1", "10.1", "1,000"].map((text) => numberIn(text, 0, 10))).toEqual([
    null,
    null,
    null,
    null,
    null,
    1,
  ]);
  expect([wholeNumberIn("3", 1, 5), wholeNumberIn("3.5", 1, 5)]).toEqual([3, null]);
});

test("no value is an empty field", () => {
  expect([percentText(null), percentText(undefined), numberText(null), percentText(0), numberText(0)]).toEqual([
    "",
    "",
    "",
    "0",
    "0",
  ]);
});

test("a percentage that is written and read again is the same share", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionth) => {
      const share = millionth / 1_000_000;
      expect(shareOf(Number(percentText(share)))).toBe(share);
    }),
    { numRuns: cases(200) },
  );
});
