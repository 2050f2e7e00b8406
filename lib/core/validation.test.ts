import { describe, expect, it } from "vitest";
import { z } from "zod";
import { codedIssue, parseInput } from "./validation";

const schema = z.strictObject({
  name: z.string(),
  list: z.array(z.union([z.strictObject({ a: z.number() }), z.strictObject({ b: z.string() })])).optional(),
  limit: z
    .number()
    .optional()
    .superRefine((value, ctx) => {
      if (value === 0) ctx.addIssue(codedIssue("invalid_limit", "At least 1."));
    }),
});

function failure(value: unknown) {
  try {
    parseInput(schema, value);
  } catch (error) {
    return error as { code: string; status: number; message: string; errors: { pointer: string; code: string }[] };
  }
  throw new Error("it was accepted");
}

describe("parseInput", () => {
  it("returns the parsed value", () => {
    expect(parseInput(schema, { name: "x", list: [{ a: 1 }, { b: "y" }] })).toEqual({
      name: "x",
      list: [{ a: 1 }, { b: "y" }],
    });
  });

  it("reports missing and unknown fields with pointers", () => {
    expect(failure({})).toMatchObject({
      code: "invalid_request",
      status: 422,
      errors: [{ pointer: "/name", code: "required" }],
    });
    expect(failure({ name: "x", "a/b": 1, c: 2 })).toMatchObject({
      code: "unrecognized_keys",
      errors: [{ pointer: "/a~1b" }, { pointer: "/c" }],
    });
  });

  it("returns the code of a schema", () => {
    expect(failure({ name: "x", limit: 0 })).toMatchObject({ code: "invalid_limit", errors: [{ pointer: "/limit" }] });
  });

  it("explains a union by the matching branch", () => {
    expect(failure({ name: "x", list: [{ b: "y" }, { a: "1" }] }).errors).toEqual([
      { pointer: "/list/1/a", code: "invalid_type", message: expect.any(String) },
    ]);
    expect(failure({ name: "x", list: [{ b: "y", c: 1 }] })).toMatchObject({
      code: "unrecognized_keys",
      errors: [{ pointer: "/list/0/c" }],
    });
  });

  it("refuses invalid text before it checks the shape", () => {
    expect(failure({ nope: "\0" })).toMatchObject({ code: "invalid_character", errors: [{ pointer: "/nope" }] });
  });
});
