import { expect, test } from "vitest";
import { type CaseBody, caseChanges } from "./case-changes";

const body: CaseBody = {
  name: "Late",
  variables: { message: "Where is it?", days: 3 },
  placeholders: null,
  expected: "It comes tomorrow.",
  tags: ["b", "a"],
  checks: [],
};

test("lists only differences, with values that are no text as JSON", () => {
  const after = { ...body, variables: { message: "Where is it?", days: 4 }, expected: "Today." };
  expect(caseChanges(body, after)).toEqual([
    { field: "variable", variable: "days", before: "3", after: "4" },
    { field: "expected", variable: "", before: "It comes tomorrow.", after: "Today." },
  ]);
});

test("ignores the order of tags, and different notations of nothing", () => {
  expect(caseChanges(body, { ...body, tags: ["a", "b"], placeholders: {}, checks: null })).toEqual([]);
});

test("lists a removed variable without a new value, and a new case without an old one", () => {
  const gone = { ...body, variables: { message: "Where is it?" } };
  expect(caseChanges(body, gone)).toEqual([{ field: "variable", variable: "days", before: "3", after: null }]);
  expect(caseChanges(null, gone).map(({ field, before, after }) => [field, before, after])).toEqual([
    ["name", null, "Late"],
    ["variable", null, "Where is it?"],
    ["expected", null, "It comes tomorrow."],
    ["tags", null, "a, b"],
  ]);
  expect(caseChanges(gone, null).every(({ after }) => after === null)).toBe(true);
});
