import { expect, test } from "vitest";
import { searchText } from "./search-text";

test("the text of a filter is one that the database can store", () => {
  expect(searchText("  late \0 parcel ")).toBe("late  parcel");
  expect(searchText("a\uD800b")).toBe("ab");
  expect(searchText("😀")).toBe("😀");
});

test("an empty text is no filter", () => {
  expect([null, undefined, "", "  ", "\0"].map((text) => searchText(text))).toEqual(Array(5).fill(undefined));
});

test("a long text is cut, and not inside a character", () => {
  expect(searchText("x".repeat(300))).toHaveLength(200);
  expect(searchText("abc", 2)).toBe("ab");
  expect(searchText("a😀", 2)).toBe("a");
});
