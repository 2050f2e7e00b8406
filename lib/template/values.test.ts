import { describe, expect, it, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { Variable } from "./content";
import { schemaFault, unknownKeyword } from "./value-schema";
import { resolveValues } from "./values";

const variable = (more: Partial<Variable>): Variable => ({ name: "count", type: "string", required: true, ...more });
const errorsOf = (declared: Variable, value: unknown) => {
  try {
    resolveValues([declared], { count: value });
  } catch (error) {
    if (isAppError(error)) return error.errors?.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};

test.each(["constructor", "toString", "__proto__"])(
  "a variable named %s has the value that was given, or none",
  (name) => {
    const optional = variable({ name, required: false });
    expect(resolveValues([optional], {})).toEqual([null]);
    expect(resolveValues([optional], JSON.parse(`{"${name}":"mine"}`))).toEqual(["mine"]);
  },
);

describe("an inferred variable", () => {
  it.each(["string", "number", "boolean"] as const)("of type %s accepts any text, number or boolean", (type) => {
    for (const value of ["five", 5, true]) expect(errorsOf(variable({ type, inferred: true }), value)).toEqual([]);
    expect(errorsOf(variable({ type, inferred: true }), [5])).toEqual(["/variables/count"]);
    expect(errorsOf(variable({ type, inferred: true }), Number.NaN)).toEqual(["/variables/count"]);
  });

  it("that is optional accepts null; a list stays a list", () => {
    expect(errorsOf(variable({ inferred: true, required: false }), null)).toEqual([]);
    expect(errorsOf(variable({ type: "array", inferred: true }), "x")).toEqual(["/variables/count"]);
  });
});

test("a declared variable is strict", () => {
  expect(errorsOf(variable({}), 5)).toEqual(["/variables/count"]);
  expect(errorsOf(variable({ type: "number" }), "5")).toEqual(["/variables/count"]);
});

const order = {
  type: "object",
  properties: {
    id: { type: "string", minLength: 2, maxLength: 5 },
    state: { enum: ["sent", "open"] },
    lines: {
      type: "array",
      minItems: 1,
      items: { type: "object", properties: { n: { type: "integer", minimum: 1 } } },
    },
    note: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
  required: ["id"],
  additionalProperties: false,
};

describe("a schema", () => {
  it.each([
    [{ id: "A-1" }, null],
    [{ id: "A-1", state: "sent", lines: [{ n: 1 }], note: null }, null],
    [{}, []],
    [{ id: "A" }, ["id"]],
    [{ id: "A-12345" }, ["id"]],
    [{ id: "A-1", state: "lost" }, ["state"]],
    [{ id: "A-1", lines: [] }, ["lines"]],
    [{ id: "A-1", lines: [{ n: 1 }, { n: 0.5 }] }, ["lines", 1, "n"]],
    [{ id: "A-1", note: 7 }, ["note"]],
    [{ id: "A-1", more: 1 }, ["more"]],
    [[], []],
  ])("%j", (value, path) => {
    expect(schemaFault(value, order)?.path ?? null).toEqual(path);
  });

  it("reports the place of what it refuses", () => {
    const declared = variable({ type: "object", schema: order });
    expect(errorsOf(declared, { id: "A-1", lines: [{ n: 0 }] })).toEqual(["/variables/count/lines/0/n"]);
  });

  it.each([
    [order, null],
    [{ type: "string", title: "x", format: "email", default: "a" }, null],
    [{ pattern: "^(a+)+$" }, ["pattern"]],
    [{ $ref: "#/x" }, ["$ref"]],
    [{ properties: { a: { patternProperties: {} } } }, ["properties", "a", "patternProperties"]],
    [{ type: "date" }, ["type"]],
    [{ minimum: "1" }, ["minimum"]],
    [{ items: [] }, ["items"]],
    [{ anyOf: [{ type: "string" }, { not: {} }] }, ["anyOf", 1, "not"]],
    [{ required: "id" }, ["required"]],
    [{ additionalProperties: {} }, ["additionalProperties"]],
    [[], []],
  ])("%j is a valid schema of a variable: %j", (schema, path) => {
    expect(unknownKeyword(schema)?.path ?? null).toEqual(path);
  });
});
