import { describe, expect, it } from "vitest";
import { type CodeLanguage, highlight } from "./highlight";

const kinds = (code: string, language: CodeLanguage) =>
  highlight(code, language)
    .filter((part) => part.kind !== "plain")
    .map((part) => [part.text, part.kind]);

describe("highlight", () => {
  it("never loses or adds a character", () => {
    const code = 'import { a } from "b"; // "not a string"\nconst x = `t`;\n';
    for (const language of ["typescript", "python", "bash", "json", "text"] as const) {
      expect(
        highlight(code, language)
          .map((part) => part.text)
          .join(""),
      ).toBe(code);
    }
  });

  it("tints words, strings and comments of TypeScript", () => {
    expect(kinds('const a = "from"; // const', "typescript")).toEqual([
      ["const", "keyword"],
      ['"from"', "string"],
      ["// const", "comment"],
    ]);
  });

  it("does not treat a URL in a string as a comment", () => {
    expect(kinds('url: "http://localhost:3000"', "typescript")).toEqual([['"http://localhost:3000"', "string"]]);
  });

  it("ignores words inside longer words", () => {
    expect(kinds("imported = information", "python")).toEqual([]);
  });

  it("treats # as a comment in bash only at the start of a word", () => {
    expect(kinds("curl x#y # note", "bash")).toEqual([
      ["curl", "keyword"],
      ["# note", "comment"],
    ]);
  });
});
