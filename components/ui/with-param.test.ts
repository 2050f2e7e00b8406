import { expect, test } from "vitest";
import { queryOf, withParam, withParams } from "./with-param";

test.each([
  ["", "true", "?new=true"],
  ["?new=true", "true", "?new=true"],
  ["?new=true", null, ""],
  ["?q=a/b+c&new=true&newer=true", null, "?q=a/b+c&newer=true"],
  ["?q=a%26b", "4:offline/a b&c,6", "?q=a%26b&new=4:offline/a%20b%26c,6"],
])("the query %j with the value %j is %j", (search, value, expected) => {
  expect(withParam(search, "new", value)).toBe(expected);
});

test("sets several parameters, and writes a query that people can read", () => {
  expect(withParams("?a=1&b=2", { b: null, c: "x/y" })).toBe("?a=1&c=x/y");
  expect(withParams("", {})).toBe("");
  expect(queryOf(new URLSearchParams("prompt=support%2Freply&q=a+b"))).toBe("?prompt=support/reply&q=a%20b");
  expect(queryOf(new URLSearchParams())).toBe("");
});
