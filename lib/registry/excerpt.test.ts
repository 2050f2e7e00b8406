import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textFault } from "@/lib/core/text";
import { usualContent } from "@/lib/testing/contents";
import { findExcerpt } from "./excerpt";
import { parseSearch } from "./search-query";

const source = {
  name: "support/reply",
  description: "Writes the first answer",
  tags: ["mail", "tone of voice"],
  content: {
    type: "chat" as const,
    messages: [
      {
        role: "system" as const,
        content: `You answer customers.\n${"Be brief. ".repeat(30)}Never promise a refund before the return arrived.`,
      },
      { placeholder: "history" },
      { role: "user" as const, content: "{{ customer.name }} writes: {{ question }}" },
    ],
    examples: [{ input: "Where is my tent?", output: "On its way." }],
  },
};
const find = (text: string, of = source) => findExcerpt(of, parseSearch(text));
const marked = (text: string) => {
  const excerpt = find(text);
  return excerpt?.marks.map(([from, to]) => excerpt.text.slice(from, to));
};

describe("the excerpt of what was found", () => {
  it("names the place, and cuts at words", () => {
    const excerpt = find("refund");
    expect(excerpt).toMatchObject({ field: "message", index: 0, role: "system" });
    expect(excerpt?.text).toBe("… Be brief. Be brief. Never promise a refund before the return arrived.");
    expect(marked("refund")).toEqual(["refund"]);
  });

  it.each([
    ["return ref", ["refund", "return"]],
    ['"promise a"', ["promise a"]],
    ["{{ customer.name }}", ["customer.name"]],
    ["TENT", ["tent"]],
    ["promise -mail", ["promise"]],
  ])("marks %s", (text, marks) => {
    expect(marked(text)).toEqual(marks);
  });

  it.each([
    ["tent", { field: "example", index: 0 }],
    ["first", { field: "description" }],
    ["voice", { field: "tags" }],
    ["support", { field: "name" }],
  ])("finds %s in its place", (text, place) => {
    expect(find(text)).toMatchObject(place);
  });

  it("is nothing where nothing matches, or only what must not be there", () => {
    expect(find("zebra")).toBeNull();
    expect(find("-refund")).toBeNull();
    expect(find("")).toBeNull();
  });

  it("never breaks a character, and marks only what is in the text", () => {
    fc.assert(
      fc.property(usualContent, fc.string({ unit: "binary", maxLength: 20 }), (content, text) => {
        const excerpt = findExcerpt(
          { name: "a", description: "🎭".repeat(200), tags: [], content },
          parseSearch(`${text} be 🎭`),
        );
        if (!excerpt) return;
        expect(textFault(excerpt.text)).toBeNull();
        for (const [from, to] of excerpt.marks) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(excerpt.text.length);
        }
      }),
    );
  });
});
