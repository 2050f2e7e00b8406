import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "@/lib/core/canonical-json";
import { anyContent } from "@/lib/testing/any-content";
import { cases } from "@/lib/testing/properties";
import type { Content } from "./content";
import { readDotprompt } from "./dotprompt";
import { writeDotprompt } from "./dotprompt-write";

const roundTrip = (content: Content) => readDotprompt(writeDotprompt({ name: "a/b", content }));

describe("a .prompt file is read back as written", () => {
  test("any content", () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const read = roundTrip(content);
        expect(read.problems).toEqual([]);
        expect(canonicalJson(read.content)).toBe(canonicalJson(content));
      }),
      { numRuns: cases(150) },
    );
  });

  test.each([" \n", "\n \n", "\t\n\n", "  \n  "])("texts of white space alone: %j", (input) => {
    const content: Content = {
      type: "chat",
      messages: [{ role: "user", content: "Hello." }],
      examples: [{ input, output: input }],
      responseSchema: { type: "object", properties: { [input]: { const: input } } },
    };
    expect(canonicalJson(roundTrip(content).content)).toBe(canonicalJson(content));
  });
});
