import { describe, expect, test } from "vitest";
import { caseCheck } from "@/lib/evaluation/scorers/check-schema";
import { draftOf, readDraft } from "./check-draft";
import { checkTypes } from "./check-fields";

const checks = [
  { type: "contains", texts: ["refund", "sorry"], match: "any", ignoreCase: false, dimension: "safety" },
  { type: "not_contains", texts: ["guarantee"] },
  { type: "regex", pattern: "^Dear", flags: "im", shouldMatch: false },
  { type: "numeric", value: 12.5, tolerance: 0.05, mode: "relative", pick: "first" },
  { type: "json_schema", schema: { type: "object", required: ["queue"] }, isFenceAllowed: false },
  { type: "required_sections", sections: ["Summary", "Next step"], inOrder: true },
  { type: "length", max: 120, unit: "characters" },
  { type: "rubric", criteria: "It apologises once." },
].map((check) => caseCheck.parse(check));

test("every kind of check is converted to a form and back unchanged", () => {
  expect(checks.map(({ type }) => type)).toEqual(checkTypes);
  for (const check of checks) expect(readDraft(draftOf("1", check.type, check))).toEqual({ ok: true, check });
});

describe("an invalid form", () => {
  const faults = (type: (typeof checkTypes)[number], texts: Record<string, string> = {}) => {
    const draft = draftOf("1", type);
    const read = readDraft({ ...draft, texts: { ...draft.texts, ...texts } });
    return read.ok ? {} : read.faults;
  };

  test("reports the field and the reason", () => {
    expect(faults("contains")).toEqual({ texts: "Give at least one text." });
    expect(faults("regex", { pattern: "(" })).toHaveProperty("pattern");
    expect(faults("regex", { pattern: "a", flags: "g" })).toHaveProperty("flags");
    expect(faults("numeric", { value: "many" })).toEqual({ value: "Write a number." });
    expect(faults("json_schema")).toEqual({ schema: "Write a JSON Schema." });
    expect(faults("json_schema", { schema: "{\n,}" })).toEqual({ schema: 'Line 2: This is not JSON from "," on.' });
    expect(faults("length")).toEqual({ max: "Give a least or a greatest length." });
    expect(faults("length", { min: "9", max: "3" })).toEqual({ max: "The greatest length is below the least." });
    expect(faults("rubric")).toHaveProperty("criteria");
  });
});
