import fc from "fast-check";
import { expect, it } from "vitest";
import { anyContent } from "@/lib/testing/any-content";
import { cases } from "@/lib/testing/properties";
import type { Variable } from "./content";
import { compileContent } from "./render";

const typeIn = (values: Record<string, unknown>, name: string): Variable["type"] => {
  const value = values[name];
  return Array.isArray(value) ? "array" : typeof value === "object" ? "object" : "string";
};

it("the rendered JSON equals that of the rendered messages", () => {
  const word = fc.string({ unit: "grapheme", maxLength: 8 });
  const turn = fc.record({ role: fc.constantFrom("user" as const, "assistant" as const), content: word });
  const values = fc.record({
    name: word,
    topic: word,
    tone: word,
    user: fc.dictionary(word, word),
    items: fc.array(word),
  });
  let compared = 0;
  fc.assert(
    fc.property(
      anyContent,
      values,
      fc.dictionary(fc.constantFrom("history", "context"), fc.array(turn)),
      (any, ...inputs) => {
        // Values of any type, so that most templates can be filled.
        const variables = (any.variables ?? []).map(({ name }) => ({
          name,
          type: typeIn(inputs[0], name),
          required: false,
        }));
        const compiled = compileContent({ ...any, variables });
        const attempt = (write: () => string) => {
          try {
            return write();
          } catch (error) {
            return (error as Error).message;
          }
        };
        const expected = attempt(() => JSON.stringify(compiled.render(...inputs)));
        expect(attempt(() => compiled.renderJson(...inputs))).toBe(expected);
        if (expected.startsWith("[{")) compared++;
      },
    ),
  );
  expect(compared).toBeGreaterThan(cases(20));
});
