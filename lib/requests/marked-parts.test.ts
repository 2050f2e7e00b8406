import { describe, expect, test } from "vitest";
import { markedParts } from "./marked-parts";

const shown = (text: string, values: string[]) =>
  markedParts(text, values)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join("");

describe("markedParts", () => {
  test("marks all occurrences of each value, the longest first", () => {
    expect(shown("Ridge 2 or Ridge 2 XL?", ["Ridge 2", "Ridge 2 XL"])).toBe("[Ridge 2] or [Ridge 2 XL]?");
  });

  test("ignores parts of words", () => {
    expect(shown("Put it into the bag in time.", ["in"])).toBe("Put it into the bag [in] time.");
  });

  test("keeps the whole text", () => {
    for (const text of ["", "plain", "aXbXc", "XX"])
      expect(
        markedParts(text, ["X", "XX"])
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
  });
});
