import { expect, test } from "vitest";
import { anyCasePatterns, lowerPatterns } from "./search-patterns";

test.each([
  ["100%", "%100\\%%", "%100\\%%"],
  ["a_b\\", "%a\\_b\\\\%", "%a\\_b\\\\\\\\%"],
  ['"no"', '%"no"%', '%\\\\"no\\\\"%'],
  ["日本", "%日本%", "%日本%"],
])("%j is searched as written in errors, and as JSON has it in texts", (search, plain, inJson) => {
  expect(anyCasePatterns(search)).toEqual({ operator: "ilike", plain, inJson });
});

test("letters beyond ASCII are found in both cases", () => {
  expect(anyCasePatterns('Ä.ß "é"')).toEqual({
    operator: "~*",
    plain: '[Ää]\\.ß \\"[éÉ]\\"',
    inJson: '[Ää]\\.ß \\\\\\"[éÉ]\\\\\\"',
  });
});

test("ClickHouse has all texts in lower case", () => {
  expect(lowerPatterns("Ä\nB%")).toEqual({ plain: "%ä\nb\\%%", inJson: "%ä\\\\nb\\%%" });
});
