import { expect, test } from "vitest";
import { expectedText, headline, readExpected, restOf } from "./case-words";

test("a case is told by its longest text", () => {
  const variables = { who: "Lena", is_late: true, message: "Where is my tent?", order: "" };
  expect(headline(variables)).toEqual({ name: "message", text: "Where is my tent?" });
  expect(restOf(variables, "message")).toEqual([
    { name: "who", text: "Lena" },
    { name: "is_late", text: "yes" },
  ]);
  expect(headline({ n: 3 })).toEqual({ name: "n", text: "3" });
  expect(headline({})).toBeNull();
});

test("an expected answer stays what it was: a text or JSON", () => {
  expect(expectedText({ queue: "delivery" })).toBe('{\n  "queue": "delivery"\n}');
  expect(readExpected('{"queue":"payment"}', { queue: "delivery" })).toEqual({ queue: "payment" });
  expect(readExpected('{"queue":"payment"}', "text")).toBe('{"queue":"payment"}');
  expect(readExpected("  ", "text")).toBeNull();
  expect(expectedText(null)).toBe("");
});
