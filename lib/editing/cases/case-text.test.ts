import { expect, test } from "vitest";
import { expectedText, restOf } from "./case-text";

test("a card shows values that are not in its title", () => {
  const variables = { who: "Lena", is_late: true, message: "Where is my tent?", order: "", none: null };
  expect(restOf(variables, "Where is my tent?")).toEqual([
    { name: "who", text: "Lena" },
    { name: "is_late", text: "yes" },
  ]);
});

test("a card shows the values in the order of the prompt's variables, then the others", () => {
  const variables = { extra: "x", order: "F-1", who: "Lena" };
  expect(restOf(variables, "", ["who", "order"]).map(({ name }) => name)).toEqual(["who", "order", "extra"]);
});

test("an expected answer is a text or JSON", () => {
  expect(expectedText({ queue: "delivery" })).toBe('{\n  "queue": "delivery"\n}');
  expect(expectedText({ queue: "delivery" }, 0)).toBe('{"queue":"delivery"}');
  expect(expectedText("Sorry.")).toBe("Sorry.");
  expect(expectedText(null)).toBe("");
});
