import { describe, expect, it } from "vitest";
import { matchesNone, parseIfMatch } from "./etag";

describe("matchesNone", () => {
  it.each(['"a"', '"b", "a"', 'W/"a"', '"b",W/"a"', "*", ' "a" ', '"b" ,"a"'])("%j contains the tag", (header) => {
    expect(matchesNone(header, '"a"')).toBe(true);
  });
  it.each(["", '"b"', "a", 'W/"b"', '"A"', '"aa"', undefined, null])("%j does not", (header) => {
    expect(matchesNone(header, '"a"')).toBe(false);
  });
});

describe("parseIfMatch", () => {
  it("reads revisions", () => {
    expect(parseIfMatch(null)).toEqual({ kind: "none" });
    expect(parseIfMatch("*")).toEqual({ kind: "any" });
    expect(parseIfMatch('"3"')).toEqual({ kind: "revisions", revisions: [3] });
    expect(parseIfMatch('"0"')).toEqual({ kind: "revisions", revisions: [0] });
    expect(parseIfMatch('"3", "4"')).toEqual({ kind: "revisions", revisions: [3, 4] });
  });

  it("never matches a weak, unknown or unquoted tag", () => {
    for (const header of ['W/"3"', '"abc"', "3", "", '"-1"', '"3.5"', '"99999999999"'])
      expect(parseIfMatch(header)).toEqual({ kind: "revisions", revisions: [] });
  });
});
