import { describe, expect, test } from "vitest";
import { readFacts } from "./facts";
import { sampleJson } from "./json-sample";
import { seededRandom } from "./random";

const facts = readFacts([
  { role: "user", content: "I am Ana (ana@shop.example). Order #4711 for 19.90 EUR was a refund. Can you check?" },
]);
const sample = (schema: Record<string, unknown>, seed = "1234abcd") => sampleJson(schema, facts, seededRandom(seed));

describe("JSON that fits a schema", () => {
  test("fills properties with values of the message", () => {
    const text = { type: "string" };
    const properties = {
      customer_name: text,
      order_id: text,
      email: text,
      summary: text,
      category: { enum: ["delivery", "refund"] },
    };
    expect(sample({ type: "object", properties })).toEqual({
      customer_name: "Ana",
      order_id: "#4711",
      email: "ana@shop.example",
      summary: "Can you check?",
      category: "refund",
    });
  });

  test.each([
    ["const", { const: 3 }, (value: unknown) => value === 3],
    [
      "integer in bounds",
      { type: "integer", minimum: 1, maximum: 5 },
      (v: unknown) => Number.isInteger(v) && Number(v) >= 1 && Number(v) <= 5,
    ],
    ["exclusive bounds", { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 3 }, (v: unknown) => v === 2],
    ["negative", { type: "number", minimum: -1, maximum: -0.5 }, (v: unknown) => Number(v) >= -1 && Number(v) <= -0.5],
    ["multiple", { type: "integer", minimum: 10, maximum: 30, multipleOf: 10 }, (v: unknown) => Number(v) % 10 === 0],
    ["boolean", { type: "boolean" }, (v: unknown) => typeof v === "boolean"],
    ["nullable", { type: ["null", "string"] }, (v: unknown) => typeof v === "string"],
    ["any of", { anyOf: [{ type: "null" }, { type: "boolean" }] }, (v: unknown) => typeof v === "boolean"],
    [
      "items",
      { type: "array", items: { type: "integer" }, minItems: 3 },
      (v: unknown) => (v as unknown[]).length === 3,
    ],
    [
      "at most one item",
      { type: "array", items: { type: "string" }, maxItems: 1 },
      (v: unknown) => (v as unknown[]).length === 1,
    ],
    [
      "length",
      { type: "string", minLength: 30, maxLength: 40 },
      (v: unknown) => String(v).length >= 30 && String(v).length <= 40,
    ],
    ["date", { type: "string", format: "date" }, (v: unknown) => /^\d{4}-\d{2}-\d{2}$/.test(String(v))],
    [
      "all of",
      { allOf: [{ type: "object", properties: { a: { const: 1 } } }] },
      (v: unknown) => JSON.stringify(v) === '{"a":1}',
    ],
  ])("%s", (_, schema, fits) => {
    for (const seed of ["00000000", "12345678", "ffffffff"]) expect(sample(schema, seed)).toSatisfy(fits);
  });

  test("follows references, and ends at recursive schemas", () => {
    const node = {
      type: "object",
      properties: { child: { $ref: "#/$defs/node" }, all: { type: "array", items: { $ref: "#/$defs/node" } } },
      required: ["child"],
    };
    expect(() => JSON.stringify(sample({ $ref: "#/$defs/node", $defs: { node } }))).not.toThrow();
    expect(sample({ $ref: "#/$defs/one", $defs: { one: { const: 1 } } })).toBe(1);
  });
});
