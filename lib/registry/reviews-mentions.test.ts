import { expect, test } from "vitest";
import { mentionedNames } from "./reviews-mentions";

const names = ["Ann", "Anna", "Anna Berg", "J. (Jo) Weber", "Siobhán O'Brien"];

test.each([
  ["@Anna Berg, look", ["Anna Berg"]],
  ["@Anna, look at what @J. (Jo) Weber wrote", ["J. (Jo) Weber", "Anna"]],
  ["@Ann and @Anna Berg", ["Anna Berg", "Ann"]],
  ["@Siobhán O’Brien, typed on a phone", ["Siobhán O'Brien"]],
  ["Anna, @Annabel and a@b", []],
])("%s", (text, found) => {
  expect([...mentionedNames(text, names)]).toEqual(found);
});
