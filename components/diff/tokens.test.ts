import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenise, toPieces } from "./tokens";

const kinds = (line: string) => tokenise(line).map(({ kind, text }) => `${kind}:${text}`);

describe("tokenise", () => {
  it("distinguishes variables, logic, snippets and strings from text", () => {
    expect(kinds("Dear {{ name }}, {% if late == 'yes' %}sorry{% endif %}.")).toEqual([
      "text:Dear ",
      "variable:{{ name }}",
      "text:, ",
      "logic:{% if late == ",
      "string:'yes'",
      "logic: %}",
      "text:sorry",
      "logic:{% endif %}",
      "text:.",
    ]);
    expect(kinds("{%- render 'shared/tone' -%}")).toEqual([
      "snippet:{%- render ",
      "string:'shared/tone'",
      "snippet: -%}",
    ]);
  });

  it("treats an unclosed tag as text", () => {
    expect(kinds("{{ open and {% open")).toEqual(["text:{{ open and {% open"]);
    expect(kinds("")).toEqual([]);
  });

  it("keeps the whole line", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "%", "'", '"', " ", "a", "render") }), (line) => {
        expect(
          tokenise(line)
            .map(({ text }) => text)
            .join(""),
        ).toBe(line);
      }),
    );
  });
});

describe("toPieces", () => {
  it("splits at both kinds of boundaries", () => {
    const pieces = toPieces("to {{ name }}.", [
      { text: "to {{ ", isChanged: false },
      { text: "name", isChanged: true },
      { text: " }}.", isChanged: false },
    ]);
    expect(pieces).toEqual([
      { kind: "text", text: "to ", isChanged: false },
      { kind: "variable", text: "{{ ", isChanged: false },
      { kind: "variable", text: "name", isChanged: true },
      { kind: "variable", text: " }}", isChanged: false },
      { kind: "text", text: ".", isChanged: false },
    ]);
  });

  it("makes one piece of a changed phrase, including its spaces", () => {
    const pieces = toPieces("say it once", [
      { text: "say", isChanged: true },
      { text: " ", isChanged: false },
      { text: "it", isChanged: true },
      { text: " ", isChanged: false },
      { text: "once", isChanged: false },
    ]);
    expect(pieces).toEqual([
      { kind: "text", text: "say it", isChanged: true },
      { kind: "text", text: " once", isChanged: false },
    ]);
  });
});
