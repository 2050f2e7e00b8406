import { expect, test } from "vitest";
import { mentionBefore, peopleNamed } from "./mention-search";

const people = ["Ana Maria", "Ana Maria de la Cruz", "Mara Lindqvist", "Siobhán O'Brien"].map((name) => ({ name }));
const found = (text: string, caret = text.length) => {
  const wanted = mentionBefore(text.slice(0, caret));
  return wanted === null ? [] : peopleNamed(people, wanted).map(({ name }) => name);
};

test.each([
  ["an @", ["Ana Maria", "Ana Maria de la Cruz", "Mara Lindqvist", "Siobhán O'Brien"]],
  ["@mar", ["Mara Lindqvist", "Ana Maria", "Ana Maria de la Cruz"]],
  ["@lind", ["Mara Lindqvist"]],
  ["@zzz", []],
  ["a@mar", []],
])("finds people by the start of any part of their name, the first part first: %s", (text, names) =>
  expect(found(text)).toEqual(names),
);

test.each(["@Ana Maria d", "@Ana Maria de la", "Look @Ana Maria de la C"])(
  "finds a name of several words: %s",
  (text) => expect(found(text)).toEqual(["Ana Maria de la Cruz"]),
);

test.each(["@siobhan", "@Siobhán O'", "@Siobhan O’B", "@o’brien"])(
  "accents and the kind of an apostrophe do not matter: %s",
  (text) => expect(found(text)).toEqual(["Siobhán O'Brien"]),
);

test("the whole name comes first, so that Enter does not choose a longer one", () => {
  expect(found("@Ana Maria")).toEqual(["Ana Maria", "Ana Maria de la Cruz"]);
});

test.each(["@Mara Lindqvist", "@Ana Maria ", "@Ana Maria de la Cruz", "@Ana Maria please"])(
  "a name that is complete offers nobody: %s",
  (text) => expect(found(text)).toEqual([]),
);

test("what stands after the caret is not part of the name", () => {
  expect(found("@Mara Lindqvist", 5)).toEqual(["Mara Lindqvist"]);
  expect(found("@Mara", 0)).toEqual([]);
});
