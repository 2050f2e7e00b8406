import { describe, expect, it } from "vitest";
import { wordTints } from "./word-tints";

describe("wordTints", () => {
  it("marks what is different, by line and column", () => {
    expect(wordTints("Hello.\nBe kind to people.", "Hello.\nBe very kind to people.")).toEqual([
      { line: 2, from: 4, to: 9 },
    ]);
  });

  it("marks nothing where nothing is left to compare with", () => {
    expect(wordTints(null, "new")).toEqual([]);
    expect(wordTints("gone", null)).toEqual([]);
    expect(wordTints("abc", "xyz")).toEqual([]);
  });
});
