import { expect, test } from "vitest";
import { measureJsonEquality } from "./json-equality";

const rules = { ignorePaths: [] as string[], tolerance: 0, isFenceAllowed: true };

test.each([
  ['{"a":1,"b":[1,2]}', { b: [1, 2], a: 1 }, {}, 1, "value by value"],
  ['{"a":1}', '{ "a": 1 }', {}, 1, "value by value"],
  ['```json\n{"a":1}\n```', { a: 1 }, {}, 1, "value by value"],
  ['```json\n{"a":1}\n```', { a: 1 }, { isFenceAllowed: false }, 0, "fence"],
  ['{"a":2}', { a: 1 }, {}, 0, "/a is 2; expected 1."],
  ['{"a":1.001}', { a: 1 }, { tolerance: 0.01 }, 1, "value by value"],
  ['{"a":1}', { a: 1, b: 2 }, {}, 0, "/b is missing."],
  ['{"a":1,"b":2}', { a: 1 }, {}, 0, "/b was not expected."],
  ["[2,1]", [1, 2], {}, 0, "/0 is 2; expected 1."],
  ["[1]", [1, 2], {}, 0, "1 entries; 2 were expected"],
  ['{"id":"x","n":1}', { id: "y", n: 1 }, { ignorePaths: ["/id"] }, 1, "value by value"],
  ['{"l":[{"id":1},{"id":2}]}', { l: [{ id: 8 }, { id: 9 }] }, { ignorePaths: ["/l/*/id"] }, 1, "value by value"],
  ['{"n":1}', { id: "y", n: 1 }, { ignorePaths: ["/id"] }, 1, "value by value"],
  ['{"a/b":1}', { "a/b": 2 }, { ignorePaths: ["/a~1b"] }, 1, "value by value"],
  ['{"__proto__":1}', JSON.parse('{"__proto__":2}'), {}, 0, "/__proto__ is 1; expected 2."],
  ["{}", JSON.parse('{"toString":null}'), {}, 0, "/toString is missing."],
  ['{"a":null}', { a: null }, {}, 1, "value by value"],
  ['"1"', 1, {}, 0, "“1”; expected 1"],
  ['{"a":1', { a: 1 }, {}, 0, "not JSON"],
  ["", { a: 1 }, {}, 0, "empty"],
  [`${"[".repeat(5_000)}${"]".repeat(5_000)}`, [], {}, 0, "nested deeper"],
  ['{"ü":"é"}', { ü: "é" }, {}, 1, "value by value"],
])("%s: %#", (output, expected, more, value, words) => {
  expect(measureJsonEquality({ ...rules, ...more }, output, expected)).toEqual({
    value,
    explanation: expect.stringContaining(words),
  });
});

test.each([null, undefined, "no JSON"])("has no result without an expected JSON: %j", (expected) => {
  expect(measureJsonEquality(rules, "{}", expected)).toHaveProperty("skipped");
});
