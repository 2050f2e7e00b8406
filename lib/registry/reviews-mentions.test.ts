import { expect, test } from "vitest";
import { mentionedNames } from "./reviews-mentions";

const names = ["Ann", "Anna", "Anna Berg", "J. (Jo) Weber"];

test.each([
  ["@Anna Berg, look", ["Anna Berg"]],
  ["@Anna, look at what @J. (Jo) Weber wrote", ["J. (Jo) Weber", "Anna"]],
  ["@Ann and @Anna Berg", ["Anna Berg", "Ann"]],
  ["Anna, @Annabel and a@b", []],
])("%s", (text, found) => {
  expect([...mentionedNames(text, names)]).toEqual(found);
});
