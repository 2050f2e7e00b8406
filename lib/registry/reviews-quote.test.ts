import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { quoteAt } from "./reviews-quote";

const content: Content = {
  type: "chat",
  messages: [{ role: "system", content: "one\ntwo" }, { placeholder: "history" }],
  responseSchema: { "a/b": { type: "string" } },
};
const at = (pointer: string, line: number | null = null) => quoteAt(content, { pointer, line });

describe("quoteAt", () => {
  it("finds lines of texts, and of the JSON of other values", () => {
    expect(at("/messages/0/content", 2)).toBe("two");
    expect(at("/responseSchema", 2)).toBe('  "a/b": {');
    expect(at("/responseSchema/a~1b", 2)).toBe('  "type": "string"');
  });

  it("accepts a whole field, also a missing one, and the whole content", () => {
    expect([at("/messages/0/content"), at("/variables"), at("")]).toEqual(["", "", ""]);
  });

  it("returns null for an unknown place", () => {
    for (const [pointer, line] of [
      ["/messages/0/content", 3],
      ["/messages/2/content", 1],
      ["/messages/0/constructor", 1],
      ["messages", 1],
      ["/variables", 1],
      ["", 1],
      ["/no/such", null],
    ] as const)
      expect(at(pointer, line), pointer).toBeNull();
  });

  it("shortens long lines", () => {
    const long: Content = { type: "text", messages: [{ role: "user", content: "x".repeat(900) }] };
    expect(quoteAt(long, { pointer: "/messages/0/content", line: 1 })).toHaveLength(500);
  });
});
