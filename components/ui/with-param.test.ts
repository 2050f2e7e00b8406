import { expect, test } from "vitest";
import { withParam } from "./with-param";

test.each([
  ["", "true", "?new=true"],
  ["?new=true", "true", "?new=true"],
  ["?new=true", null, ""],
  ["?q=a/b+c&new=true&newer=true", null, "?q=a/b+c&newer=true"],
  ["?q=a%26b", "4:offline/a b&c,6", "?q=a%26b&new=4:offline/a%20b%26c,6"],
])("the query %j with the value %j is %j", (search, value, expected) => {
  expect(withParam(search, "new", value)).toBe(expected);
});
