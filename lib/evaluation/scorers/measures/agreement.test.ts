import { expect, test } from "vitest";
import { measureAgreement } from "./agreement";

test.each([
  [["refund", "Refund.", " refund "], 1, 1],
  [["refund", "return"], 0, expect.closeTo(0.5, 1)],
  [["refund", "refund", "return"], expect.closeTo(1 / 3, 10), expect.closeTo(2 / 3, 1)],
  [["12", "12.0", "12"], 1, 1],
  [["1,200", "1200"], 1, 1],
  [["", ""], 1, 1],
  [["", "x"], 0, 0],
  [['{"a":1,"b":2}', '{"b":2,"a":1}'], 0, 1],
  [['{"a":1,"b":2}', '{"a":1,"b":3}'], 0, expect.closeTo(1 / 3, 10)],
  [['{"a":{}}', '{"a":[]}'], 0, 0],
  [["返金", "返金"], 1, 1],
  [["\ud800", "\ud800"], 1, 1],
])("%j: exact %s, similar %s", (outputs, exact, similar) => {
  expect(measureAgreement("exact", outputs)).toMatchObject({ value: exact });
  expect(measureAgreement("similar", outputs)).toMatchObject({ value: similar });
});

test("needs two answers", () => {
  expect(measureAgreement("similar", [])).toHaveProperty("skipped");
  expect(measureAgreement("exact", ["one"])).toHaveProperty("skipped");
});

test("explains which answers agree", () => {
  expect(measureAgreement("exact", ["Refund", "refund", "return"])).toMatchObject({
    explanation: "2 of 3 answers say “refund”: 33\u00a0% of all pairs agree.",
  });
  expect(measureAgreement("exact", ["a", "b"])).toMatchObject({
    explanation: "No two of 2 answers are the same: 0\u00a0% of all pairs agree.",
  });
});
