import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { suggestedLines, suggestibleText, withLines, withSuggestions } from "./reviews-suggestions";

const text = fc.array(fc.constantFrom("", "a", "b b", "c c c", "d"), { maxLength: 8 }).map((lines) => lines.join("\n"));

describe("suggested lines", () => {
  it("give the written text if all are accepted", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(withLines(before, suggestedLines(before, after))).toBe(after);
      }),
    );
  });

  it("are one per line, at the line they change", () => {
    const before = "Greet people.\nBe short.\nSay goodbye.";
    expect(suggestedLines(before, "Greet people kindly.\nBe short.\nSay goodbye!\nAsk first.")).toEqual([
      { line: 1, act: "replace", text: "Greet people kindly." },
      { line: 3, act: "replace", text: "Say goodbye!" },
      { line: 3, act: "insert", text: "Ask first." },
    ]);
    expect(suggestedLines(before, "First.\nGreet people.\nSay goodbye.")).toEqual([
      { line: 1, act: "replace", text: "First.\nGreet people." },
      { line: 2, act: "remove", text: "" },
    ]);
    expect(suggestedLines(before, before)).toEqual([]);
  });

  it("change nothing else if only some are accepted", () => {
    const before = "one\ntwo\nthree";
    const lines = suggestedLines(before, "one!\nthree\nfour");
    expect(
      withLines(
        before,
        lines.filter(({ act }) => act === "remove"),
      ),
    ).toBe("one\nthree");
    expect(
      withLines(
        before,
        lines.filter(({ act }) => act === "insert"),
      ),
    ).toBe("one\ntwo\nthree\nfour");
  });
});

describe("texts", () => {
  const content: Content = {
    type: "chat",
    messages: [
      { role: "system", content: "one\ntwo" },
      { role: "user", content: [{ type: "text", text: "parts" }] },
    ],
    examples: [{ input: "in", output: "out" }],
  };
  it("are messages and examples written as one text", () => {
    expect(suggestibleText(content, "/messages/0/content")).toBe("one\ntwo");
    expect(suggestibleText(content, "/examples/0/output")).toBe("out");
    for (const pointer of ["", "/messages", "/messages/0/role", "/messages/1/content", "/messages/9/content"])
      expect(suggestibleText(content, pointer)).toBeNull();
  });

  it("are changed in their place only", () => {
    const next = withSuggestions(content, [
      { pointer: "/messages/0/content", line: 2, act: "replace", text: "2" },
      { pointer: "/examples/0/output", line: 1, act: "replace", text: "OUT" },
    ]);
    expect(next.messages[0]).toEqual({ role: "system", content: "one\n2" });
    expect(next.messages[1]).toEqual(content.messages[1]);
    expect(next.examples).toEqual([{ input: "in", output: "OUT" }]);
    expect(content.messages[0]).toEqual({ role: "system", content: "one\ntwo" });
  });
});
