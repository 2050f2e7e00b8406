import { describe, expect, test } from "vitest";
import { caseCheck, checksInput } from "./check-schema";
import { describeCheck } from "./checks";
import { scorersInput } from "./schema";

const base = { id: "a", name: "A" };
const issues = (input: unknown) =>
  scorersInput.safeParse(input).error?.issues.map(({ path, message }) => `${path.join("/")}: ${message}`) ?? [];

describe("scorers", () => {
  test.each([
    [[{ ...base, type: "regex", pattern: "(?=a)" }], "0/pattern: This is not a pattern in RE2 syntax"],
    [[{ ...base, type: "regex", pattern: "(a{0,100}){0,100}" }], "0/pattern: This pattern repeats too much"],
    [[{ ...base, type: "regex", pattern: "a", flags: "g" }], "0/flags: Flags are"],
    [[{ ...base, type: "regex", pattern: "a", flags: "ii" }], "0/flags: Flags are"],
    [[{ ...base, type: "prohibited", patterns: ["["], words: [] }], "0/patterns/0: This is not a pattern"],
    [[{ ...base, type: "prohibited" }], "0/words: Give at least one word"],
    [[{ ...base, type: "length" }], "0/max: Give a least"],
    [[{ ...base, type: "length", min: 3, max: 2 }], "0/max: The greatest length is below"],
    [[{ ...base, type: "json_schema", schema: { $ref: "https://x.example/s" } }], "0/schema: The reference https://x"],
    [[{ ...base, type: "json_schema", schema: { type: "strin" } }], "0/schema: This is not a JSON Schema"],
    [[{ ...base, type: "json_schema", schema: { pattern: "(?<=a)b" } }], "0/schema: This is not a JSON Schema"],
    [[{ ...base, type: "json_schema", schema: { $async: true } }], "0/schema: $async"],
    [[{ ...base, type: "json_schema", schema: { title: "x".repeat(70_000) } }], "0/schema: A schema has"],
    [[{ ...base, type: "judge", criteria: [] }], "0/criteria: Give at least one"],
    [[{ ...base, type: "judge", criteria: ["a"], scale: "1-6" }], "0/scale: Invalid"],
    [[{ ...base, type: "exact", threshold: 1.1 }], "0/threshold: Too big"],
    [[{ ...base, type: "exact", dimension: "consistency" }], "0/dimension: Invalid"],
    [[{ ...base, type: "agreement", dimension: "safety" }], "0/dimension: Invalid"],
    [[{ ...base, id: "A b", type: "exact" }], "0/id: An id consists"],
    [[{ ...base, id: "check-1", type: "exact" }], "0/id: Ids that begin with check-"],
    [[{ ...base, type: "exact", more: 1 }], "0: Unrecognized key"],
    [
      [
        { ...base, type: "exact" },
        { ...base, type: "length", max: 1 },
      ],
      "1/id: The id a is listed twice.",
    ],
    [[{ ...base, type: "magic" }], "0/type: Invalid discriminator"],
    [
      Array.from({ length: 21 }, (_, index) => ({ id: `s${index}`, name: "S", type: "exact" })),
      ": A suite has at most 20",
    ],
  ])("%j", (input, words) => {
    expect(issues(input).join("\n")).toContain(words);
  });

  test("a schema nested too deep", () => {
    let schema: Record<string, unknown> = { type: "string" };
    for (let depth = 0; depth < 40; depth += 1) schema = { items: schema };
    expect(issues([{ ...base, type: "json_schema", schema }]).join()).toContain("at most 32 levels");
  });

  test("defaults by type", () => {
    expect(scorersInput.parse([{ ...base, type: "pii" }])).toMatchObject([
      { dimension: "safety", threshold: 1, version: 1, isInputAllowed: true },
    ]);
  });
});

test.each([
  [{ type: "contains", texts: ["a"] }, "Contains “a”"],
  [{ type: "contains", texts: ["a", "b"], match: "any" }, "Contains any of “a”, “b”"],
  [{ type: "not_contains", texts: ["a"] }, "Does not contain “a”"],
  [{ type: "regex", pattern: "a+", flags: "i" }, "Matches /a+/i"],
  [{ type: "regex", pattern: "a+", shouldMatch: false }, "Does not match /a+/"],
  [{ type: "numeric", value: 12, tolerance: 0.5 }, "Contains the number 12 ± 0.5"],
  [{ type: "json_schema", schema: {} }, "Is JSON that matches a schema"],
  [{ type: "required_sections", sections: ["A", "B"], inOrder: true }, "Has the sections “A”, “B”, in this order"],
  [{ type: "length", max: 5 }, "Has at most 5 words"],
  [{ type: "length", min: 1, max: 5, unit: "lines" }, "Has 1 to 5 lines"],
  [{ type: "rubric", criteria: "It is kind." }, "Judge: It is kind."],
])("%j", (check, words) => {
  expect(describeCheck(caseCheck.parse(check))).toBe(words);
});

test("a case has at most 50 checks", () => {
  const check = { type: "length", max: 1 };
  expect(checksInput.safeParse(Array(51).fill(check)).success).toBe(false);
});
