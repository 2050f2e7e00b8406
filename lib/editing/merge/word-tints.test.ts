import { describe, expect, it } from "vitest";
import { wordTints } from "./word-tints";

describe("wordTints", () => {
  it("marks differences by line and column", () => {
    expect(wordTints("Hello.\nBe kind to people.", "Hello.\nBe very kind to people.")).toEqual([
      { line: 2, from: 4, to: 9 },
    ]);
  });

  it("marks nothing without a text to compare with", () => {
    expect(wordTints(null, "new")).toEqual([]);
    expect(wordTints("gone", null)).toEqual([]);
    expect(wordTints("abc", "xyz")).toEqual([]);
  });
});
