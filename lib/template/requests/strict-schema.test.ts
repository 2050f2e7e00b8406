import { expect, test } from "vitest";
import { closedSchema, fitsStrictMode } from "./strict-schema";

const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
test.each([
  [closed({ a: { type: "string" } }), true],
  [closed({ a: closed({ b: {} }) }), true],
  [closed({ a: { type: "array", items: closed({}) } }), true],
  [closed({ a: { anyOf: [{ type: "null" }, closed({})] } }), true],
  [closed({ a: {} }, []), false],
  [{ type: "object", properties: {}, required: [] }, false],
  [closed({ a: { type: "array", items: { type: "object" } } }), false],
  [closed({ a: { anyOf: [{ type: "object" }] } }), false],
  [closed({ a: { oneOf: [{ type: "string" }] } }), false],
  [{ ...closed({ a: { $ref: "#/$defs/x" } }), $defs: { x: { type: "object" } } }, false],
])("strict mode accepts %j: %s", (schema, fits) => {
  expect(fitsStrictMode(schema)).toBe(fits);
});

test("every object of a schema is closed, unless it says otherwise", () => {
  const open = { type: "object", additionalProperties: true };
  const schema = {
    type: "object",
    properties: { a: { type: "array", items: { type: "object" } }, b: open, type: { type: "string" } },
    $defs: { c: { type: "object" } },
    enum: [{ type: "object" }],
  };
  const shut = { type: "object", additionalProperties: false };
  expect(closedSchema(schema)).toEqual({
    ...schema,
    properties: { a: { type: "array", items: shut }, b: open, type: { type: "string" } },
    $defs: { c: shut },
    additionalProperties: false,
  });
});
