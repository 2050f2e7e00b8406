import { expect, test } from "vitest";
import { remarkPieces } from "./remark-pieces";

const kinds = (text: string) =>
  remarkPieces(text, ["Anna", "Anna Berg", "C. (O.)", "Siobhán O'Brien"]).flatMap(({ kind, text: piece }) =>
    kind === "text" ? [] : [[kind, piece]],
  );

test.each([
  ["nothing in it", []],
  ["@Anna Berg, see it", [["name", "@Anna Berg"]]],
  ["@Annabel, see it", []],
  ["@Siobhán O’Brien, see it", [["name", "@Siobhán O’Brien"]]],
  [
    "@Anna and @C. (O.)",
    [
      ["name", "@Anna"],
      ["name", "@C. (O.)"],
    ],
  ],
  ["See https://shop.example/t/44.", [["link", "https://shop.example/t/44"]]],
  ["(http://shop.example/a_(b))", [["link", "http://shop.example/a_(b"]]],
  [
    "https://a.example/?q=1&r=2, and https://b.example",
    [
      ["link", "https://a.example/?q=1&r=2"],
      ["link", "https://b.example"],
    ],
  ],
  ["javascript:alert(1) and //shop.example and https://", []],
])("%s", (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test("the parts contain the whole text", () => {
  const text = "\n@Anna: https://a.example.\n\n- one @Anna Berg";
  expect(
    remarkPieces(text, ["Anna", "Anna Berg"])
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});
