import { describe, expect, it } from "vitest";
import type { Variable } from "@/lib/template/content";
import { type CaseFields, caseSchema, firstIncomplete, toCaseFields } from "./case-form";
import { draftOf } from "./check-draft";

const variables: Variable[] = [
  { name: "message", type: "string", required: true },
  { name: "order.items", type: "array", required: false },
];
const typed = (more: Partial<CaseFields> = {}): CaseFields => ({
  ...toCaseFields(null, null, variables),
  ...more,
});
const read = (fields: CaseFields, isFree = false) => {
  const result = caseSchema(isFree ? [] : variables, isFree).safeParse(fields);
  return result.success ? result.data : result.error.issues.map(({ path, message }) => [path.join("."), message]);
};

describe("the input of a case", () => {
  it("becomes values of their types, without empty ones", () => {
    expect(read(typed({ values: ["Where is it?", '["tent"]'] }))).toMatchObject({
      variables: { message: "Where is it?", "order.items": ["tent"] },
      expected: null,
      checks: [],
    });
    expect(read(typed())).toMatchObject({ variables: {} });
  });

  it("has all errors at their fields", () => {
    const checks = [draftOf("one", "contains")];
    expect(read(typed({ values: ["Hi", "tent"], expected: "{", isJson: true, checks }))).toEqual([
      ["values.1", 'Write a list in JSON, for example ["a", "b"].'],
      ["expected", expect.stringMatching(/^Line 1: /)],
      ["checks", "A check is not complete. Fill it in, or remove it."],
    ]);
    expect(firstIncomplete(checks)?.id).toBe("one");
  });

  it("accepts the expected answer as text or JSON", () => {
    expect(read(typed({ expected: "{" }))).toMatchObject({ expected: "{" });
    expect(read(typed({ expected: '{"a": 1}', isJson: true }))).toMatchObject({ expected: { a: 1 } });
    expect(read(typed({ expected: "  ", isJson: true }))).toMatchObject({ expected: null });
  });

  it("is one object if no variable is known", () => {
    expect(read(typed({ free: '{"a": 1}' }), true)).toMatchObject({ variables: { a: 1 } });
    expect(read(typed({ free: "[1]" }), true)).toEqual([["free", expect.stringContaining("an object in JSON")]]);
  });
});
