import { describe, expect, test } from "vitest";
import { measureContains, measureExact, measureNotContains, measureRegex, textsToFind } from "./text";

const plain = { trim: true, ignoreCase: false, collapseWhitespace: true };

describe("exact", () => {
  test.each([
    ["refund", "refund", 1],
    ["  refund\n", "refund", 1],
    ["Refund", "refund", 0],
    ["two  words", "two words", 1],
    ["caf\u0065\u0301", "caf\u00e9", 1],
    ["", "", 1],
    ["", "x", 0],
    ["42", 42, 1],
    ["true", true, 1],
    ['{"b":2,"a":1}', { a: 1, b: 2 }, 1],
    ['```json\n{"a":1}\n```', { a: 1 }, 1],
    ['{"a":1,"b":2}', { a: 1 }, 0],
    ["日本語", "日本語", 1],
    ["\ud800", "\ud800", 1],
    ["[1,2]", [1, 2], 1],
    ["[2,1]", [1, 2], 0],
  ])("%j against %j: %i", (output, expected, value) => {
    expect(measureExact(plain, output, expected)).toMatchObject({ value });
  });

  test("considers case, ends and whitespace if configured", () => {
    expect(measureExact({ ...plain, ignoreCase: true }, "ÄRGER", "ärger")).toMatchObject({ value: 1 });
    expect(measureExact({ ...plain, trim: false }, " a", "a")).toMatchObject({ value: 0 });
    expect(measureExact({ ...plain, collapseWhitespace: false }, "a  b", "a b")).toMatchObject({ value: 0 });
  });

  test("explains with both texts, shortened, and has no result without an expected answer", () => {
    expect(measureExact(plain, "late", "lost")).toMatchObject({ explanation: "Expected “lost”. Got “late”." });
    expect(measureExact(plain, "x".repeat(100_000), "y")).toMatchObject({
      explanation: `Expected “y”. Got “${"x".repeat(59)}…”.`,
    });
    expect(measureExact(plain, "x", null)).toHaveProperty("skipped");
  });
});

describe("contains", () => {
  const rules = { match: "all", ignoreCase: true } as const;
  test.each([
    ["We refund you.", ["refund"], 1, 1],
    ["We refund you.", ["refund", "today"], 0.5, 1],
    ["Nothing", ["refund", "today"], 0, 0],
    ["REFUND", ["refund"], 1, 1],
    ["Straße", ["straße"], 1, 1],
    ["caf\u0065\u0301", ["CAFÉ"], 1, 1],
    ["返金します", ["返金"], 1, 1],
    ["", ["x"], 0, 0],
    ["a.b", ["."], 1, 1],
    ["👩‍👧", ["👩‍👧"], 1, 1],
    ["__proto__", ["__proto__"], 1, 1],
  ])("%j of %j: all %d, any %d", (output, texts, all, any) => {
    expect(measureContains({ ...rules, texts }, output)).toMatchObject({ value: all });
    expect(measureContains({ ...rules, match: "any", texts }, output)).toMatchObject({ value: any });
  });

  test("names what is missing", () => {
    const { explanation } = measureContains({ ...rules, texts: ["a", "b", "c"] }, "b") as { explanation: string };
    expect(explanation).toBe("It does not contain “a” and “c”.");
    expect(measureContains({ ...rules, ignoreCase: false, texts: ["A"] }, "a")).toMatchObject({ value: 0 });
  });

  test.each([
    [["own"], "expected", ["own"]],
    [[], "expected", ["expected"]],
    [[], ["a", "b"], ["a", "b"]],
    [[], 7, ["7"]],
    [[], { a: 1 }, null],
    [[], null, null],
    [[], "", null],
    [[], [], null],
  ])("%j with %j looks for %j", (texts, expected, sought) => {
    expect(textsToFind(texts, expected)).toEqual(sought);
  });
});

test.each([
  ["No refund here", ["refund"], 0],
  ["All is well", ["refund"], 1],
  ["REFUND", ["refund"], 0],
  ["", ["x"], 1],
])("%j must not contain %j: %i", (output, texts, value) => {
  expect(measureNotContains({ texts, ignoreCase: true }, output)).toMatchObject({ value });
});

describe("regex", () => {
  const rules = { flags: "", shouldMatch: true };
  test.each([
    ["#\\d{4}", "", "Order #4711", 1],
    ["^Dear", "", "Hello\nDear", 0],
    ["^Dear", "m", "Hello\nDear", 1],
    ["a.b", "", "a\nb", 0],
    ["a.b", "s", "a\nb", 1],
    ["refund", "i", "REFUND", 1],
    ["\\p{Han}+", "", "返金", 1],
    ["\\bé", "", "x é", 0],
    ["", "", "", 1],
    ["^$", "", "", 1],
    ["(a+)+$", "", `${"a".repeat(50_000)}b`, 0],
    ["(x+x+)+y", "", "x".repeat(50_000), 0],
  ])("/%s/%s: %#", (pattern, flags, output, value) => {
    expect(measureRegex({ ...rules, pattern, flags }, output)).toMatchObject({ value });
    expect(measureRegex({ pattern, flags, shouldMatch: false }, output)).toMatchObject({ value: 1 - value });
  });
});
