import { describe, expect, test } from "vitest";
import { lengthOf, measureJsonSchema, measureLength, measureSections } from "./format";

describe("JSON schema", () => {
  const schema = {
    type: "object",
    properties: {
      delivery_date: { type: "string", format: "date" },
      items: { type: "array", items: { type: "integer", minimum: 1 }, maxItems: 3 },
      kind: { enum: ["refund", "return"] },
      mail: { type: "string", format: "email" },
      code: { type: "string", pattern: "^[A-Z]{2}$" },
    },
    required: ["delivery_date"],
    additionalProperties: false,
  };
  const date = '"delivery_date":"2025-06-02"';
  test.each([
    [`{${date}}`, 1, "It is JSON that fits the schema."],
    [`\`\`\`json\n{${date}}\n\`\`\``, 1, "fits"],
    ['{"delivery_date":"tomorrow"}', 0, "/delivery_date must be a date. Got “tomorrow”."],
    ['{"delivery_date":"2025-02-30"}', 0, "/delivery_date must be a date. Got “2025-02-30”."],
    ["{}", 0, "/delivery_date is missing."],
    [`{${date},"kind":"swap"}`, 0, "/kind must be one of “refund”, “return”. Got “swap”."],
    [`{${date},"items":["a"]}`, 0, "/items/0 must be a whole number. Got “a”."],
    [`{${date},"items":[0]}`, 0, "/items/0 must be >= 1. Got 0."],
    [`{${date},"items":[1,2,3,4]}`, 0, "/items must NOT have more than 3 items. Got a list of 4."],
    [`{${date},"x":1}`, 0, "/x is not in the schema"],
    [`{${date},"mail":"${"a".repeat(5_000)}@x.yz"}`, 0, "/mail must be an e-mail address."],
    [`{${date},"code":"ab"}`, 0, "/code must match ^[A-Z]{2}$. Got “ab”."],
    ["[]", 0, "The answer must be an object. Got an empty list."],
    ["Sure! {}", 0, "The answer is not JSON. It begins with “Sure! {}”."],
    ["", 0, "The answer is empty."],
    ['{"__proto__":{"delivery_date":"2025-06-02"}}', 0, "/delivery_date is missing."],
  ])("%s: %#", (output, value, words) => {
    expect(measureJsonSchema(schema, true, output)).toEqual({ value, explanation: expect.stringContaining(words) });
  });

  test.each([
    ["https://json-schema.org/draft/2020-12/schema", { prefixItems: [{ type: "string" }] }],
    ["https://json-schema.org/draft/2019-09/schema", { items: [{ type: "string" }] }],
    ["http://json-schema.org/draft-07/schema#", { items: [{ type: "string" }] }],
    [undefined, { items: [{ type: "string" }] }],
    [undefined, { $defs: { s: { type: "string" } }, items: { $ref: "#/$defs/s" } }],
  ])("%s", ($schema, rest) => {
    const own = { ...($schema && { $schema }), ...rest };
    expect(measureJsonSchema(own, true, '["a"]')).toMatchObject({ value: 1 });
    expect(measureJsonSchema(own, true, "[1]")).toMatchObject({ value: 0 });
  });
});

describe("required sections", () => {
  const rules = { sections: ["Summary", "Next steps"], inOrder: false };
  test.each([
    ["# Summary\ntext\n## Next steps\ntext", 1],
    ["**Summary:** text\n**Next steps:** text", 1],
    ["Summary: a\nNext steps: b", 1],
    ["1. SUMMARY\n2. next steps", 1],
    ["- Summary – a\n> Next steps", 1],
    ["Next steps: b\nSummary: a", 1],
    ["Summary: a", 0.5],
    ["In summary: a. Next steps follow.", 0],
    ["Summary of it\nNext steps:", 0.5],
    ["Summaryx: a\nNext steps:", 0.5],
    ["", 0],
    ["Summary\r\nNext steps\r\n", 1],
    ["Summary：日本\nNext steps", 1],
  ])("%j: %d", (output, value) => {
    expect(measureSections(rules, output)).toMatchObject({ value });
  });

  test("in their order, if configured", () => {
    const ordered = { ...rules, inOrder: true };
    expect(measureSections(ordered, "Next steps: b\nSummary: a")).toMatchObject({
      value: 0,
      explanation: "The section “Next steps” is not in its place.",
    });
    expect(measureSections(ordered, "Summary: a\nNext steps: b")).toMatchObject({ value: 1 });
    expect(measureSections(rules, "x")).toMatchObject({
      explanation: "The sections “Summary” and “Next steps” are missing.",
    });
  });
});

describe("length", () => {
  test.each([
    ["one two three", "words", 3],
    ["", "words", 0],
    ["  \n ", "lines", 0],
    ["a\nb\r\nc", "lines", 3],
    ["a\n\nb\n", "lines", 3],
    ["👍👍", "characters", 2],
    ["日本語", "words", 3],
    ["\ud800", "characters", 1],
    ["don't stop", "words", 3],
    ["x".repeat(100_000), "characters", 100_000],
  ] as const)("%j has %s: %i", (text, unit, count) => {
    expect(lengthOf(text, unit)).toBe(count);
  });

  test.each([
    [1, 3, "one two", 1, "It has 2 words."],
    [4, null, "one two", 0.5, "It has 2 words; at least 4 are asked for."],
    [null, 1, "one two", 0.5, "It has 2 words; at most 1 are allowed."],
    [null, 0, "one", 0, "at most 0"],
    [1, null, "", 0, "It has 0 words"],
    [2, 2, "one two", 1, "2 words"],
  ])("%s to %s of %j: %d", (min, max, output, value, words) => {
    expect(measureLength({ unit: "words", min, max }, output)).toEqual({
      value,
      explanation: expect.stringContaining(words),
    });
  });
});
