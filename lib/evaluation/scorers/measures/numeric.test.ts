import { describe, expect, test } from "vitest";
import { measureNumeric, readNumber } from "./numeric";

describe("reading a number", () => {
  test.each([
    ["It is 12.", 12],
    ["1,234.5 in all", 1234.5],
    ["1,234,567", 1_234_567],
    ["from 3 to 7", 7],
    ["−5 degrees", -5],
    ["-5", -5],
    [".5", 0.5],
    ["3.14.", 3.14],
    ["1e3", 1000],
    ["€1,299.00", 1299],
    ["order ORD-12", 12],
    ["１２", 12],
    ["12, 13", 13],
    ["1,2,3", 3],
    ["$0.00", 0],
    ["1".repeat(400), null],
    ["none", null],
    ["", null],
    ["١٢", null],
  ])("%s", (text, value) => {
    expect(readNumber(text, "last")?.value ?? null).toBe(value);
  });

  test("the first number, and percent", () => {
    expect(readNumber("from 3 to 7", "first")).toEqual({ value: 3, isPercent: false });
    expect(readNumber("up 12 %", "last")).toEqual({ value: 12, isPercent: true });
    expect(readNumber("12\u00a0%", "last")).toEqual({ value: 12, isPercent: true });
  });
});

type Rules = Parameters<typeof measureNumeric>[0];
type NumericCase = [output: string, expected: unknown, more: Partial<Rules>, value: number];

describe("numeric", () => {
  const rules: Rules = { tolerance: 0, mode: "absolute", pick: "last" };
  test.each([
    ["42", 42, {}, 1],
    ["42.0", 42, {}, 1],
    ["43", 42, {}, 0],
    ["43", 42, { tolerance: 1 }, 1],
    ["43.1", 42, { tolerance: 1 }, 0],
    ["105", 100, { tolerance: 0.05, mode: "relative" }, 1],
    ["106", 100, { tolerance: 0.05, mode: "relative" }, 0],
    ["-105", -100, { tolerance: 0.05, mode: "relative" }, 1],
    ["0.3", "0.1 + 0.2 = 0.30000000000000004", {}, 1],
    ["12 %", 12, {}, 1],
    ["12%", 0.12, {}, 1],
    ["0.12", "12 %", {}, 1],
    ["12 %", "13 %", {}, 0],
    ["no idea", 42, {}, 0],
    ["3 then 4", 3, { pick: "first" }, 1],
  ] satisfies NumericCase[])("%s for %s %j: %i", (output, expected, more, value) => {
    expect(measureNumeric({ ...rules, ...more }, output, expected)).toMatchObject({ value });
  });

  test.each([null, undefined, "soon", { a: 1 }, true, Number.NaN])(
    "has no result without an expected number: %s",
    (expected) => {
      expect(measureNumeric(rules, "42", expected)).toHaveProperty("skipped");
    },
  );

  test("explains its result", () => {
    expect(measureNumeric({ ...rules, tolerance: 1 }, "It is 50", 42)).toMatchObject({
      explanation: "It says 50. Expected 42 (± 1 allowed).",
    });
  });
});
