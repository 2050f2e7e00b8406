import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonFaults, objectShape, schemaShape, toolsShape } from "./json-faults";
import { offsetOf } from "./json-place";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Returns every nested value with its path. */
function all(value: Json, path: (string | number)[] = []): { path: (string | number)[]; value: Json }[] {
  const inside = Array.isArray(value)
    ? value.flatMap((one, index) => all(one, [...path, index]))
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => all(one, [...path, key]))
      : [];
  return [{ path, value }, ...inside];
}

describe("a place in JSON", () => {
  it("is found for every value, in any formatting", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        for (const one of all(JSON.parse(text))) {
          const rest = text.slice(offsetOf(text, one.path));
          expect(rest.startsWith(JSON.stringify(one.value, null, 0)[0] ?? "")).toBe(true);
        }
      }),
    );
  });

  it("is -1 for a missing value", () => {
    expect(offsetOf('{"a":[1]}', ["b"])).toBe(-1);
    expect(offsetOf('{"a":[1]}', ["a", 1])).toBe(-1);
    expect(offsetOf('{"a":{"b":2},"b":3}', ["b"])).toBe(17);
  });
});

describe("faults in JSON", () => {
  it("are reported with their line", () => {
    expect(jsonFaults("", objectShape)).toEqual([]);
    expect(jsonFaults('{\n  "a": 1,\n  b: 2\n}', objectShape)).toMatchObject([{ line: 3, column: 3 }]);
    expect(jsonFaults('{\n  "a": 1', objectShape)).toMatchObject([
      { line: 2, message: expect.stringContaining("ends too early") },
    ]);
    expect(jsonFaults("[]", objectShape)).toMatchObject([{ line: 1, message: expect.stringContaining("object") }]);
  });

  it("of a schema are reported at their place", () => {
    const schema = (more: object) =>
      JSON.stringify({ type: "object", properties: { age: { type: "int", ...more } } }, null, 2);
    expect(jsonFaults(schema({}), schemaShape)).toMatchObject([
      { line: 5, message: expect.stringContaining("integer") },
    ]);
    expect(jsonFaults(JSON.stringify({ required: "age" }), schemaShape)).toHaveLength(1);
    expect(jsonFaults(JSON.stringify({ anyOf: [], items: 3, minimum: "1", enum: [] }), schemaShape)).toHaveLength(4);
    const fine = {
      type: ["object", "null"],
      properties: { a: { anyOf: [{ $ref: "#/$defs/a" }, true] } },
      $defs: { a: {} },
    };
    expect(jsonFaults(JSON.stringify(fine), schemaShape)).toEqual([]);
  });

  it("of tools include a missing name and an invalid schema", () => {
    const plain = { name: "find", parameters: { type: "object" } };
    const wrapped = { type: "function", function: plain };
    expect(jsonFaults(JSON.stringify([plain, wrapped]), toolsShape)).toEqual([]);
    expect(jsonFaults(JSON.stringify([{ description: "x" }, { function: {} }, 3]), toolsShape)).toHaveLength(3);
    expect(jsonFaults(JSON.stringify([{ name: "find", input_schema: { type: "list" } }]), toolsShape)).toHaveLength(1);
    expect(jsonFaults("{}", toolsShape)).toHaveLength(1);
  });
});
